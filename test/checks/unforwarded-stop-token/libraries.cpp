// SPDX-License-Identifier: Apache-2.0
// coro-unforwarded-stop-token: the tokens of libraries, and libraries that carry a stop themselves.
// RUN: %check --check=coro-unforwarded-stop-token %s
#include <chrono>
#include <cotidy/runtime/task.hpp>
#include <cppcoro/cancellation_token.hpp>
#include <cppcoro/task.hpp>
#include <seastar/core/abort_source.hh>
#include <stop_token>

using namespace std::chrono_literals;

seastar::future<> pause(seastar::abort_source &stop) {
  co_await seastar::sleep_abortable(1s); // WARN: 'seastar::sleep_abortable' is not told // FIX: co_await seastar::sleep_abortable(1s, stop);
}
seastar::future<> pausePointer(seastar::abort_source *stop) {
  co_await seastar::sleep_abortable(1s); // WARN: 'seastar::sleep_abortable' // FIX: co_await seastar::sleep_abortable(1s, *stop);
}
// It cannot be subscribed to.
seastar::future<> pauseConst(const seastar::abort_source &stop) {
  co_await seastar::sleep_abortable(1s);
}

cppcoro::task<> step(cppcoro::cancellation_token stop = {});
cppcoro::task<> steps(cppcoro::cancellation_token stop) {
  co_await step(); // WARN: 'step' // FIX: co_await step(stop);
}

// The runtime cancels what its tasks await.
cotidy::rt::task<> work(std::stop_token stop = {});
cotidy::rt::task<> works(std::stop_token stop) { co_await work(); }
