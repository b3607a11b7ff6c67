// SPDX-License-Identifier: Apache-2.0
// Cancellations that are handed back as values, in loops.
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' %s -- -std=c++20 -Wno-everything \
// RUN:   -nostdlibinc -isystem %inputs/std -isystem %inputs/libs -I%S/Inputs \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not=': error:'
#include "errors.h"

asio::awaitable<void> continues(asio::line_reader &r) {
  for (;;) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    // CHECK: :[[@LINE+1]]:9: warning: a cancellation in 'ec' is treated like any other result and the loop goes around again: coroutine 'continues' does not end, and whoever cancelled it waits for ever [coro-swallowed-cancellation]
    if (ec)
      continue;
    // CHECK: :[[@LINE-4]]:5: note: the cancellation comes out of this await as a value
    log("line");
  }
}

asio::awaitable<void> logs(asio::line_reader &r) {
  asio::error_code ec;
  while (true) {
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    // CHECK: :[[@LINE+1]]:9: warning: a cancellation in 'ec'
    if (ec)
      log(ec.message());
  }
}

asio::awaitable<void> onlyWithoutError(asio::line_reader &r) {
  for (;;) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    // CHECK: :[[@LINE+1]]:10: warning: a cancellation in 'ec'
    if (!ec)
      log("line");
  }
}

asio::awaitable<void> anotherCode(asio::line_reader &r) {
  for (;;) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    // CHECK: :[[@LINE+1]]:9: warning: a cancellation in 'ec'
    if (ec == asio::error::eof)
      break;
    if (ec)
      continue;
    log("line");
  }
}

asio::awaitable<void> parts(asio::line_reader &r) {
  for (;;) {
    auto [ec, n] = co_await r.async_line(asio::as_tuple(asio::use_awaitable));
    // CHECK: :[[@LINE+1]]:9: warning: a cancellation in 'ec'
    if (ec)
      continue;
    log("line");
  }
}

folly::coro::Task<int> work();
folly::coro::Task<> tries() {
  for (;;) {
    auto result = co_await folly::coro::co_awaitTry(work());
    // CHECK: :[[@LINE+1]]:9: warning: a cancellation in 'result'
    if (result.hasException())
      continue;
    log("done");
  }
}

coro::task<int> polls() {
  for (;;) {
    auto status = co_await coro::poll();
    // CHECK: :[[@LINE+1]]:9: warning: a cancellation in 'status'
    if (status != coro::poll_status::read)
      continue;
    log("readable");
  }
}

// Silent from here on.

// It leaves the loop, or the coroutine.
asio::awaitable<void> breaks(asio::line_reader &r) {
  for (;;) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    if (ec)
      break;
    log("line");
  }
}
asio::awaitable<void> returns(asio::line_reader &r) {
  for (;;) {
    auto [ec, n] = co_await r.async_line(asio::as_tuple(asio::use_awaitable));
    if (ec)
      co_return;
  }
}
asio::awaitable<void> leavesFromWithin(asio::line_reader &r) {
  for (;;) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    if (ec) {
      if (ec == asio::error::operation_aborted)
        co_return;
      log(ec.message());
    }
  }
}
// The code of a cancellation leaves, others go on.
asio::awaitable<void> separates(asio::line_reader &r) {
  for (;;) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    if (ec == asio::error::operation_aborted)
      break;
    if (ec)
      continue;
    log("line");
  }
}
// Never read: whoever wrote this does not look at errors at all.
asio::awaitable<void> neverRead(asio::line_reader &r) {
  for (;;) {
    asio::error_code ignored;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ignored));
    log("tick");
  }
}
// No loop.
asio::awaitable<void> once(asio::line_reader &r) {
  asio::error_code ec;
  co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
  if (ec)
    log(ec.message());
}
// A timer is cancelled to wake who waits for it.
asio::awaitable<void> timer(asio::line_reader &r, std::stop_token stop) {
  while (!stop.stop_requested()) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    if (ec)
      log(ec.message());
  }
}
// Given to somebody who can act on it.
void failed(asio::error_code);
asio::awaitable<void> givenAway(asio::line_reader &r) {
  for (;;) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    if (ec)
      failed(ec);
  }
}
// A flag ends the loop.
asio::awaitable<void> flag(asio::line_reader &r) {
  bool more = true;
  while (more) {
    asio::error_code ec;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    if (ec)
      more = false;
  }
}
// The next operation is cancelled as well, and its result leaves.
asio::awaitable<void> nextOne(asio::line_reader &r) {
  for (;;) {
    asio::error_code first, second;
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, first));
    if (first)
      log("first");
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, second));
    if (second)
      break;
  }
}
// Found in folly's SerialQueueRunner: the first error is kept for later.
struct Runner {
  folly::Try<int> first;
  folly::coro::Task<> run() {
    for (;;) {
      auto result = co_await folly::coro::co_awaitTry(work());
      if (result.hasException())
        first = result;
    }
  }
};
folly::coro::Task<> triesAndAsks() {
  for (;;) {
    auto result = co_await folly::coro::co_awaitTry(work());
    if (result.hasException<folly::OperationCancelled>())
      co_return;
    if (result.hasException())
      continue;
  }
}
coro::task<int> pollsUntilItEnds() {
  for (;;) {
    auto status = co_await coro::poll();
    switch (status) {
    case coro::poll_status::read:
      log("readable");
      break;
    case coro::poll_status::cancelled:
      co_return 0;
    default:
      break;
    }
  }
}
