// SPDX-License-Identifier: Apache-2.0
// What --fix writes, that it compiles, and that nothing is left to report. The text after the fix
// is in Inputs/fixes.expected.
// RUN: cp %s %t.cpp
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' --fix %t.cpp -- -std=c++20 -Wno-everything \
// RUN:   -nostdlibinc -isystem %inputs/std -isystem %inputs/libs -I%S/Inputs
// RUN: diff %S/Inputs/fixes.expected %t.cpp
// RUN: %clang++ -fsyntax-only -std=c++20 -Wall -nostdlibinc -isystem %inputs/std \
// RUN:   -isystem %inputs/libs -I%S/Inputs -Wno-invalid-noreturn %t.cpp
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' --warnings-as-errors='*' %t.cpp -- \
// RUN:   -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs \
// RUN:   -I%S/Inputs
#include "errors.h"

folly::coro::Task<int> work(int n = 0);

folly::coro::Task<> catchAll() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      log("again"); // stays
    }
  }
}

folly::coro::Task<> onALineOfItsOwn() {
    try {
        co_await work();
    }
    catch (const std::exception &e)
    {
        log(e.what());
    }
    co_await work(1);
}

folly::coro::Task<> inOneLine() {
  try { co_await work(); } catch (...) { log("x"); }
  co_await work(1);
}

folly::coro::Task<> afterAnother() {
  try {
    co_await work();
  } catch (const std::runtime_error &e) {
    log(e.what());
  } catch (const std::exception &) {
  }
  co_await work(1);
}

folly::coro::Task<> theTypeItself() {
  try {
    co_await work();
  } catch (const folly::OperationCancelled &) {
    log("cancelled");
  }
  co_await work(1);
}

folly::coro::Task<> theTypeItselfEmpty() {
  try {
    co_await work();
  } catch (const folly::OperationCancelled &) {}
  co_await work(1);
}

cppcoro::task<int> ofCppcoro();
cppcoro::task<int> cppcoroEnds() {
  try {
    co_return co_await ofCppcoro();
  } catch (...) {
    co_return 0;
  }
}

seastar::future<int> ofSeastar();
seastar::future<int> seastarEnds() {
  try {
    co_return co_await ofSeastar();
  } catch (...) {
    co_return 0;
  }
}

async_simple::coro::Lazy<int> ofAsyncSimple();
async_simple::coro::Lazy<int> asyncSimpleEnds() {
  try {
    co_return co_await ofAsyncSimple();
  } catch (const std::exception &) {
    co_return 0;
  }
}

concurrencpp::result<int> ofConcurrencpp();
concurrencpp::result<int> concurrencppEnds() {
  try {
    co_return co_await ofConcurrencpp();
  } catch (const std::exception &) {
    co_return 0;
  }
}

cotidy::rt::task<int> ofTheRuntime();
cotidy::rt::task<int> runtimeEnds() {
  try {
    co_return co_await ofTheRuntime();
  } catch (...) {
    co_return 0;
  }
}

asio::awaitable<int> ofAsio();
asio::awaitable<void> asioByTheType() {
  for (;;) {
    try {
      co_await ofAsio();
    } catch (const asio::system_error &e) {
      log(e.what());
    }
  }
}
asio::awaitable<void> asioByABase() {
  for (;;) {
    try {
      co_await ofAsio();
    } catch (const std::exception &e) {
      log(e.what());
    }
  }
}
asio::awaitable<void> asioByAll() {
  for (;;) {
    try {
      co_await ofAsio();
    } catch (...) {
      log("again");
    }
  }
}
boost::asio::awaitable<int> ofBoost();
boost::asio::awaitable<void> boostByABase() {
  for (;;) {
    try {
      co_await ofBoost();
    } catch (const std::exception &e) {
      log(e.what());
    }
  }
}
boost::cobalt::promise<void> ofCobalt();
boost::cobalt::promise<void> cobaltByAll() {
  for (;;) {
    try {
      co_await ofCobalt();
    } catch (...) {
    }
  }
}
