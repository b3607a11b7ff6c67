// SPDX-License-Identifier: Apache-2.0
// Handlers that drop the cancellation: of each library, by each type that catches it, and on.
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' %s -- -std=c++20 -Wno-everything \
// RUN:   -nostdlibinc -isystem %inputs/std -isystem %inputs/libs -I%S/Inputs \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not=': error:'
#include "errors.h"

folly::coro::Task<int> work(int n = 0);

folly::coro::Task<int> endsWithAResult() {
  try {
    co_return co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: this handler swallows the cancellation of coroutine 'endsWithAResult', which ends normally: its caller is not told and goes on [coro-swallowed-cancellation]
  } catch (...) {
    log("failed");
  }
  // CHECK: :[[@LINE-5]]:15: note: the cancellation is thrown by this await, as 'folly::OperationCancelled'
  co_return 0;
}

folly::coro::Task<> goesOn() {
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: this handler swallows the cancellation of coroutine 'goesOn', which goes on as if nothing had happened
  } catch (const std::exception &e) {
    log(e.what());
  }
  // CHECK: :[[@LINE+1]]:3: note: it goes on here
  co_await work(1);
}

folly::coro::Task<> loops() {
  for (;;) {
    try {
      co_await work();
      // CHECK: :[[@LINE+1]]:7: warning: this handler swallows the cancellation of coroutine 'loops' and the loop goes around again: it does not end, and whoever cancelled it waits for ever
    } catch (...) {
      log("again");
    }
  }
}

folly::coro::Task<> continues(int n) {
  while (n-- > 0) {
    try {
      co_await work();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'continues' and the loop goes around again
    } catch (const std::exception &) {
      continue;
    }
    co_return;
  }
}

folly::coro::Task<> theTypeItself() {
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'theTypeItself', which goes on
  } catch (const folly::OperationCancelled &) {
    log("cancelled");
  }
  co_await work(1);
}

folly::coro::Task<int> theTypeItselfAndAnOldValue() {
  int n = 0;
  try {
    n = co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'theTypeItselfAndAnOldValue', which goes on
  } catch (const folly::OperationCancelled &) {
  }
  co_return n + 1;
}

folly::coro::Task<> onSomePaths(int left) {
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'onSomePaths', which goes on
  } catch (...) {
    if (left == 0)
      throw;
  }
  co_await work(1);
}

folly::coro::Task<> thrownOnIntoAnother() {
  try {
    try {
      co_await work();
    } catch (const std::exception &) {
      throw;
    }
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'thrownOnIntoAnother', which ends
  } catch (...) {
  }
}

folly::coro::Task<> fromTheInnerOne() {
  try {
    try {
      co_await work();
    } catch (const std::runtime_error &) {
    }
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'fromTheInnerOne', which ends
  } catch (...) {
  }
}

folly::coro::Task<> thrownOnWithinTheHandler() {
  try {
    co_await work();
  } catch (...) {
    try {
      throw;
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'thrownOnWithinTheHandler', which goes on
    } catch (const std::exception &e) {
      log(e.what());
    }
  }
  co_await work(1);
}

// CHECK: :[[@LINE+3]]:3: warning: {{.*}} 'wholeBody', which ends
folly::coro::Task<> wholeBody() try {
  co_await work();
} catch (...) {
  log("failed");
}

void tell(const std::exception &e) { log(e.what()); }
folly::coro::Task<> helperThatReturns() {
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'helperThatReturns', which goes on
  } catch (const std::exception &e) {
    tell(e);
  }
  co_await work(1);
}

folly::coro::Task<> keptAndForgotten() {
  std::exception_ptr error;
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'keptAndForgotten', which goes on
  } catch (...) {
    error = std::current_exception();
  }
  co_await work(1);
}

folly::coro::Task<> flagThatGoesOn(int n) {
  bool failed = false;
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'flagThatGoesOn', which goes on
  } catch (...) {
    failed = true;
  }
  if (failed)
    co_await work(n);
}

struct Worker {
  folly::coro::Task<> run() {
    for (;;) {
      try {
        co_await work();
        // CHECK: :[[@LINE+1]]:9: warning: {{.*}} 'Worker::run' and the loop
      } catch (...) {
      }
    }
  }
};

template <class T> folly::coro::Task<> anyOf(T value) {
  for (;;) {
    try {
      co_await work();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'anyOf' and the loop
    } catch (...) {
    }
  }
}
folly::coro::Task<> ofTwo() {
  co_await anyOf(1);
  co_await anyOf(2.0);
}

// Who awaits them takes a cancellation for success.
folly::coro::Task<> awaitsThem() {
  co_await thrownOnIntoAnother();
  co_await fromTheInnerOne();
  co_await wholeBody();
}

void lambdas() {
  auto one = []() -> folly::coro::Task<> {
    try {
      co_await work();
      // CHECK: :[[@LINE+1]]:7: warning: this handler swallows the cancellation of this lambda coroutine, which goes on
    } catch (...) {
    }
    co_await work(1);
  };
  one();
}

// The other libraries.
cppcoro::task<int> ofCppcoro();
cppcoro::task<> cppcoroLoop() {
  for (;;)
    try {
      co_await ofCppcoro();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'cppcoroLoop' and the loop
    } catch (const std::exception &) {
      // CHECK: note: {{.*}} as 'cppcoro::operation_cancelled'
    }
}

seastar::future<int> ofSeastar();
seastar::future<> seastarLoop() {
  for (;;)
    try {
      co_await ofSeastar();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'seastarLoop' and the loop
    } catch (...) {
      // CHECK: note: {{.*}} as 'seastar::abort_requested_exception'
    }
}

async_simple::coro::Lazy<int> ofAsyncSimple();
async_simple::coro::Lazy<> asyncSimpleLoop() {
  for (;;)
    try {
      co_await ofAsyncSimple();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'asyncSimpleLoop' and the loop
    } catch (const std::runtime_error &e) {
      // CHECK: note: {{.*}} as 'async_simple::SignalException'
      log(e.what());
    }
}

concurrencpp::result<int> ofConcurrencpp();
concurrencpp::result<int> concurrencppLoop() {
  for (;;)
    try {
      co_await ofConcurrencpp();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'concurrencppLoop' and the loop
    } catch (const std::exception &) {
      // CHECK: note: {{.*}} as 'concurrencpp::errors::interrupted_task'
    }
  co_return 0;
}

cotidy::rt::task<int> ofTheRuntime();
cotidy::rt::task<> runtimeLoop() {
  for (;;)
    try {
      co_await ofTheRuntime();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'runtimeLoop' and the loop
    } catch (...) {
      // CHECK: note: {{.*}} as 'cotidy::rt::cancelled'
    }
}

asio::awaitable<int> ofAsio();
asio::awaitable<void> asioLoop() {
  for (;;)
    try {
      co_await ofAsio();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'asioLoop' and the loop
    } catch (const asio::system_error &e) {
      // CHECK: note: {{.*}} as 'asio::system_error' with the code 'asio::error::operation_aborted'
      log(e.what());
    }
}

asio::awaitable<void> anotherCode() {
  for (;;)
    try {
      co_await ofAsio();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'anotherCode' and the loop
    } catch (const asio::system_error &e) {
      if (e.code() == asio::error::eof)
        co_return;
    }
}

asio::awaitable<void> onlyNotLogged() {
  for (;;)
    try {
      co_await ofAsio();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'onlyNotLogged' and the loop
    } catch (const asio::system_error &e) {
      if (e.code() != asio::error::operation_aborted)
        log(e.what());
    }
}

boost::asio::awaitable<int> ofBoost();
boost::asio::awaitable<void> boostLoop() {
  for (;;)
    try {
      co_await ofBoost();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'boostLoop' and the loop
    } catch (const std::exception &) {
      // CHECK: note: {{.*}} as 'boost::system::system_error' with the code 'boost::asio::error::operation_aborted'
    }
}

boost::cobalt::promise<void> ofCobalt();
boost::cobalt::promise<void> cobaltLoop() {
  for (;;)
    try {
      co_await ofCobalt();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'cobaltLoop' and the loop
    } catch (const std::exception &) {
      // CHECK: note: {{.*}} as 'boost::system::system_error'
    }
}

// A library that no model knows: only a handler for everything surely gets its cancellation.
namespace unknown {
template <class T = void> struct job : mock::awaiter<T> {
  struct promise_type : mock::promise<job, T> {};
};
} // namespace unknown
unknown::job<int> ofUnknown();
unknown::job<> unknownLoop() {
  for (;;)
    try {
      co_await ofUnknown();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'unknownLoop' and the loop
    } catch (...) {
      // CHECK: note: a cancellation would be thrown by this await
    }
}

// What the handler stores decides nothing: nobody reads it, or only a log does.
folly::coro::Task<> storesForNobody() {
  bool cancelled = false;
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'storesForNobody', which goes on
  } catch (const folly::OperationCancelled &) {
    cancelled = true;
  }
  co_await work(1);
}

folly::coro::Task<> storesForALog() {
  const char *status = "done";
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'storesForALog', which goes on
  } catch (const folly::OperationCancelled &) {
    status = "cancelled";
  }
  co_await work(1);
  log(status);
}
