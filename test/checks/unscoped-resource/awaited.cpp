// SPDX-License-Identifier: Apache-2.0
// Releases that must be awaited: what the library in use has for them is named where it is declared.
// RUN: %check --check=coro-unscoped-resource %s
#include <cppcoro/task.hpp>
#include <folly/coro/Task.h>
#include <mock/promise.h>
#include <seastar/core/future.hh>
#include <stdexec/execution.hpp>
#include <unifex/task.hpp>

/// Of a library that no model knows.
template <class T> struct client {
  T connect();
  T ask();
  T close();
};

namespace folly::coro {
struct AsyncScope {
  void add(Task<>);
  Task<> joinAsync();
};
template <class F> Task<> co_scope_exit(F);
} // namespace folly::coro
folly::coro::Task<> step();
folly::coro::Task<> folly1() {
  folly::coro::AsyncScope Scope;
  Scope.add(step()); // WARN: holds the running work of 'Scope' // NOTE: folly::coro has 'folly::coro::co_scope_exit', which awaits a release however the coroutine ends
  co_await step();
  co_await Scope.joinAsync(); // NOTE: this release is skipped
}
folly::coro::Task<> folly2(client<folly::coro::Task<>> &C) {
  co_await C.connect(); // WARN: holds the connection of 'C' // NOTE: folly::coro has 'folly::coro::co_scope_exit'
  co_await C.ask();
  co_await C.close();
}

namespace seastar {
template <class T, class F> future<> with_closeable(T &&, F);
}
seastar::future<> seastar1(client<seastar::future<>> &C) {
  co_await C.connect(); // WARN: holds the connection of 'C' // NOTE: Seastar has 'seastar::with_closeable'
  co_await C.ask();
  co_await C.close();
}

namespace boost::cobalt {
template <class T = void> class promise : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<promise, T, std::suspend_never> {};
};
template <class A, class F, class T> promise<> with(A, F, T);
} // namespace boost::cobalt
boost::cobalt::promise<> cobalt1(client<boost::cobalt::promise<>> &C) {
  co_await C.connect(); // WARN: holds the connection of 'C' // NOTE: Boost.Cobalt has 'boost::cobalt::with'
  co_await C.ask();
  co_await C.close();
}

namespace unifex {
inline namespace at_exit_cpo {
struct at_coroutine_exit_fn {};
inline const at_coroutine_exit_fn at_coroutine_exit{};
} // namespace at_exit_cpo
} // namespace unifex
unifex::task<> unifex1(client<unifex::task<>> &C) {
  co_await C.connect(); // WARN: holds the connection of 'C' // NOTE: libunifex has 'unifex::at_coroutine_exit'
  co_await C.ask();
  co_await C.close();
}

namespace exec {
struct async_scope {
  void spawn(task<void>);
  mock::awaiter<void> on_empty();
};
struct at_coroutine_exit_t {};
inline constexpr at_coroutine_exit_t at_coroutine_exit{};
} // namespace exec
exec::task<void> work();
exec::task<void> stdexec1() {
  exec::async_scope Scope;
  Scope.spawn(work()); // WARN: holds the running work of 'Scope' // NOTE: stdexec has 'exec::at_coroutine_exit'
  co_await work();
  co_await Scope.on_empty();
}

// Here nothing fits, or it is not declared.
cppcoro::task<> cppcoro1(client<cppcoro::task<>> &C) {
  co_await C.connect(); // WARN: holds the connection of 'C' // NO-NOTE: which awaits a release
  co_await C.ask();
  co_await C.close();
}

// From here on all is well.

// Naive: the close is skipped where the question throws. But a handler awaits it.
cppcoro::task<> byHand(client<cppcoro::task<>> &C) {
  bool Failed = false;
  co_await C.connect();
  try {
    co_await C.ask();
  } catch (...) {
    Failed = true;
  }
  co_await C.close();
}
// Naive: connected and never closed. But the caller does that.
folly::coro::Task<> half(client<folly::coro::Task<>> &C) {
  co_await C.connect();
  co_await C.ask();
}
// Naive: work is added and joined behind an await. But between them nothing suspends.
folly::coro::Task<> joinedAtOnce() {
  folly::coro::AsyncScope Scope;
  co_await step();
  Scope.add(step());
  co_await Scope.joinAsync();
  co_await step();
}
