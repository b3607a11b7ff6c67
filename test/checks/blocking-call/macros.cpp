// SPDX-License-Identifier: Apache-2.0
// Macros are reported where they are expanded and never fixed; NOLINT; system headers.
// RUN: %check %s -- -isystem %S/Inputs
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <chrono>
#include <system-naps.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
#define NAP() std::this_thread::sleep_for(1s)
#define CALL(X) X
#define SECONDS 2
#define NOTHING(X)

asio::awaitable<void> macros() {
  NAP(); // WARN: 'std::this_thread::sleep_for' blocks
  NAP(); // WARN: 'std::this_thread::sleep_for' blocks
  CALL(std::this_thread::sleep_for(1s)); // WARN: 'std::this_thread::sleep_for' blocks
  CALL(usleep(5)); // WARN: 'usleep' blocks
  NOTHING(std::this_thread::sleep_for(1s));
  co_return;
}

asio::awaitable<void> silenced() {
  std::this_thread::sleep_for(1s); // NOLINT
  std::this_thread::sleep_for(1s); // NOLINT(coro-blocking-call)
  // NOLINTNEXTLINE(coro-*)
  std::this_thread::sleep_for(1s);
  // NOLINTBEGIN(coro-blocking-call)
  NAP();
  sleep(1);
  // NOLINTEND(coro-blocking-call)
  std::this_thread::sleep_for(1s); // NOLINT(bugprone-*) // WARN: 'std::this_thread::sleep_for' blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 1s).async_wait(asio::use_awaitable); // NOLINT(bugprone-*)
  co_return;
}

// A coroutine in a system header is not ours, and a function there is not looked into.
asio::awaitable<void> callsSystem() {
  co_await inSystemHeader();
  systemNap();
  // clang shows no warning in what a system header's macro expands to.
  SYSTEM_NAP();
  co_return;
}
