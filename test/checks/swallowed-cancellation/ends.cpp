// SPDX-License-Identifier: Apache-2.0
// Handlers that end the coroutine: the option AllowAtEnd, and coroutines that nobody awaits.
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' %s -- -std=c++20 -Wno-everything \
// RUN:   -nostdlibinc -isystem %inputs/std -isystem %inputs/libs -I%S/Inputs \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not=': error:'
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' %s \
// RUN:   -config="{CheckOptions: {coro-swallowed-cancellation.AllowAtEnd: true}}" -- -std=c++20 \
// RUN:   -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs -I%S/Inputs \
// RUN:   | FileCheck %s --check-prefix=ALLOW --implicit-check-not='warning:' \
// RUN:       --implicit-check-not=': error:'
#include "errors.h"

asio::awaitable<int> work();

asio::awaitable<void> awaited() {
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'awaited', which ends
  } catch (const std::exception &e) {
    log(e.what());
  }
}
asio::awaitable<int> withADefault() {
  try {
    co_return co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'withADefault', which ends
  } catch (...) {
    co_return -1;
  }
}

// Spawned detached and used in no other way: nobody is told how it ended.
asio::awaitable<void> session() {
  try {
    for (;;)
      co_await work();
  } catch (const std::exception &e) {
    log(e.what());
  }
}
struct Session {
  asio::awaitable<void> reader() {
    try {
      for (;;)
        co_await work();
    } catch (...) {
      log("end");
    }
  }
  // Found in asio's chat_server: the lambda is spawned, what it calls is the coroutine.
  void start(asio::any_io_executor e) {
    asio::co_spawn(e, [this] { return reader(); }, asio::detached);
  }
};
// A root, too, but it does not end.
asio::awaitable<void> listener() {
  for (;;)
    try {
      co_await work();
      // CHECK: :[[@LINE+2]]:7: warning: {{.*}} 'listener' and the loop
      // ALLOW: :[[@LINE+1]]:7: warning: {{.*}} 'listener' and the loop
    } catch (const std::exception &e) {
      log(e.what());
    }
}
asio::awaitable<void> caller(asio::any_io_executor e) {
  co_await awaited();
  co_await withADefault();
  asio::co_spawn(e, session(), asio::detached);
  asio::co_spawn(e, listener(), asio::detached);
  asio::co_spawn(
      e,
      []() -> asio::awaitable<void> {
        try {
          co_await work();
        } catch (...) {
        }
      },
      asio::detached);
}

// A type that nobody can await.
struct fire_and_forget {
  struct promise_type : mock::promise<fire_and_forget, void, std::suspend_never> {};
};
fire_and_forget start() {
  try {
    co_await work();
  } catch (...) {
    log("end");
  }
}
