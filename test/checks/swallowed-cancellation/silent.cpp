// SPDX-License-Identifier: Apache-2.0
// Handlers that look as if they dropped the cancellation, and do not.
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' %s -- -std=c++20 -Wno-everything \
// RUN:   -nostdlibinc -isystem %inputs/std -isystem %inputs/libs -I%S/Inputs \
// RUN:   | FileCheck %s --allow-empty --implicit-check-not='warning:' --implicit-check-not=': error:'
#include "errors.h"

folly::coro::Task<int> work(int n = 0);
folly::coro::Task<> closeAll();

// A handler for another type does not get it.
folly::coro::Task<> otherType() {
  try {
    co_await work();
  } catch (const std::runtime_error &) {
  }
  co_await work(1);
}

// It is thrown on after some clean-up.
folly::coro::Task<> cleanupFirst() {
  try {
    co_await work();
  } catch (...) {
    log("cleaning up");
    count();
    throw;
  }
  co_await work(1);
}

// An earlier handler takes it and throws it on.
folly::coro::Task<> earlierHandler() {
  for (;;)
    try {
      co_await work();
    } catch (const folly::OperationCancelled &) {
      throw;
    } catch (...) {
      log("again");
    }
}

// A handler of its own that leaves has told it apart.
folly::coro::Task<int> leavesTheCoroutine() {
  for (;;) {
    try {
      co_await work();
    } catch (const folly::OperationCancelled &) {
      co_return 0;
    }
  }
}
folly::coro::Task<> leavesTheLoop() {
  for (;;) {
    try {
      co_await work();
    } catch (const folly::OperationCancelled &) {
      break;
    }
  }
  co_await closeAll();
}
folly::coro::Task<> acts() {
  bool stopped = false;
  while (!stopped) {
    try {
      co_await work();
    } catch (const folly::OperationCancelled &) {
      stopped = true;
    }
  }
}
// The same where nothing is left to do after it.
folly::coro::Task<> lastStatement() {
  try {
    co_await work();
  } catch (const folly::OperationCancelled &) {
    log("cancelled");
  }
}

// The error is kept and thrown, or given to somebody, later.
folly::coro::Task<> thrownLater() {
  std::exception_ptr error;
  try {
    co_await work();
  } catch (...) {
    error = std::current_exception();
  }
  co_await closeAll();
  if (error)
    std::rethrow_exception(error);
}
struct Promise {
  void fail(std::exception_ptr);
};
folly::coro::Task<> handedOn(Promise &p) {
  for (;;)
    try {
      co_await work();
    } catch (...) {
      p.fail(std::current_exception());
      co_return;
    }
}
struct Holder {
  std::exception_ptr error;
  folly::coro::Task<> run() {
    for (;;)
      try {
        co_await work();
      } catch (...) {
        error = std::current_exception();
      }
  }
};
void failed(const std::exception &e);
folly::coro::Task<> givenAway() {
  try {
    co_await work();
  } catch (const std::exception &e) {
    failed(e);
  }
  co_await work(1);
}

// Helpers: one that throws on in any case, one that may, one that ends the program.
[[noreturn]] void die();
void giveUp() { throw; }
void giveUpTwice() { giveUp(); }
void giveUpSometimes(bool b) {
  if (b)
    throw;
}
folly::coro::Task<> helperThrows() {
  try {
    co_await work();
  } catch (...) {
    giveUpTwice();
  }
  co_await work(1);
}
folly::coro::Task<> helperMayThrow(bool b) {
  try {
    co_await work();
  } catch (...) {
    giveUpSometimes(b);
  }
  co_await work(1);
}
folly::coro::Task<> programEnds() {
  try {
    co_await work();
  } catch (...) {
    die();
  }
  co_await work(1);
}
// What a function of this name does in another file cannot be seen.
void handle_exception();
folly::coro::Task<> dispatcher() {
  try {
    co_await work();
  } catch (...) {
    handle_exception();
  }
  co_await work(1);
}
// It becomes another error.
folly::coro::Task<> translated() {
  try {
    co_await work();
  } catch (...) {
    throw std::runtime_error("failed");
  }
  co_await work(1);
}

// The handler asks whether it was a cancellation.
folly::coro::Task<> dynamicType() {
  for (;;)
    try {
      co_await work();
    } catch (const std::exception &e) {
      if (dynamic_cast<const folly::OperationCancelled *>(&e))
        throw;
      log(e.what());
    }
}
folly::coro::Task<> token(folly::CancellationToken t) {
  for (;;)
    try {
      co_await work();
    } catch (...) {
      if (t.isCancellationRequested())
        co_return;
    }
}
folly::coro::Task<> standardToken(std::stop_token t) {
  while (!t.stop_requested())
    try {
      co_await work();
    } catch (...) {
      log("again");
    }
}
struct Server {
  bool stopping = false;
  folly::coro::Task<> run() {
    while (!stopping)
      try {
        co_await work();
      } catch (...) {
        log("again");
      }
  }
};
// A test that cannot be followed may be the one.
bool isFatal(const std::exception &);
folly::coro::Task<> unknownTest() {
  for (;;)
    try {
      co_await work();
    } catch (const std::exception &e) {
      if (isFatal(e))
        throw;
    }
}
folly::coro::Task<> flagThatLeaves() {
  bool failed = false;
  try {
    co_await work();
  } catch (...) {
    failed = true;
  }
  if (failed)
    throw std::runtime_error("failed");
  co_await work(1);
}

// No suspension point in the try block: the await is in a lambda, before it, or never suspends.
folly::coro::Task<> nothingAwaited() {
  auto task = work();
  try {
    log("x");
    auto later = []() -> folly::coro::Task<> { co_await work(); };
    co_await folly::coro::co_current_executor;
  } catch (...) {
  }
  co_await std::move(task);
}

// Ends something anyway, so that nobody minds how it ends.
folly::coro::Task<> closing() {
  try {
    co_await closeAll();
  } catch (...) {
  }
  co_await work(1);
}

// The inner handler has thrown it on, and nobody else catches it.
folly::coro::Task<> nested() {
  try {
    try {
      co_await work();
    } catch (const std::exception &) {
      throw;
    }
  } catch (const std::runtime_error &) {
    log("x");
  }
  co_await work(1);
}
folly::coro::Task<> dispatchInTheHandler() {
  for (;;)
    try {
      co_await work();
    } catch (...) {
      try {
        throw;
      } catch (const folly::OperationCancelled &) {
        throw;
      } catch (...) {
      }
      log("again");
    }
}

// Asio: the code tells it from other errors.
asio::awaitable<int> ofAsio();
asio::awaitable<void> codeLeaves() {
  for (;;)
    try {
      co_await ofAsio();
    } catch (const asio::system_error &e) {
      if (e.code() == asio::error::operation_aborted)
        co_return;
      log(e.what());
    }
}
asio::awaitable<void> codeIsThrownOn() {
  for (;;)
    try {
      co_await ofAsio();
    } catch (const asio::system_error &e) {
      if (e.code() != asio::error::eof && e.code() != asio::error::connection_reset)
        throw;
    }
}
asio::awaitable<void> codeHasAName() {
  for (;;)
    try {
      co_await ofAsio();
    } catch (const asio::system_error &e) {
      const bool done = e.code() == asio::error::operation_aborted;
      if (done)
        break;
    }
}
asio::awaitable<std::error_code> codeIsReturned() {
  try {
    co_await ofAsio();
  } catch (const asio::system_error &e) {
    co_return e.code();
  }
  co_return {};
}
// A timer is cancelled to wake who waits for it.
asio::awaitable<void> timer(asio::steady_timer &t) {
  for (;;) {
    try {
      co_await t.async_wait(asio::use_awaitable);
    } catch (const std::exception &) {
    }
    log("tick");
  }
}
// Until it is closed.
asio::awaitable<void> reader(asio::line_reader &r) {
  while (r.is_open())
    try {
      co_await r.async_line(asio::use_awaitable);
    } catch (const std::exception &e) {
      log(e.what());
    }
}

// No handler sees the cancellation of these.
unifex::task<int> ofUnifex();
unifex::task<int> unifexLoop() {
  for (;;)
    try {
      co_await ofUnifex();
    } catch (...) {
    }
}
coro::task<int> ofLibcoro();
coro::task<int> libcoroLoop() {
  for (;;)
    try {
      co_await ofLibcoro();
    } catch (...) {
    }
}
// It is no std::exception.
cotidy::rt::task<int> ofTheRuntime();
cotidy::rt::task<> runtimeLoop() {
  for (;;)
    try {
      co_await ofTheRuntime();
    } catch (const std::exception &e) {
      log(e.what());
    }
}

// A library that no model knows: its cancellation may be anything.
namespace unknown {
struct cancelled {};
template <class T = void> struct job : mock::awaiter<T> {
  struct promise_type : mock::promise<job, T> {};
};
} // namespace unknown
unknown::job<int> ofUnknown();
unknown::job<> unknownBase() {
  for (;;)
    try {
      co_await ofUnknown();
    } catch (const std::exception &) {
    }
}
unknown::job<> unknownToldApart() {
  for (;;)
    try {
      co_await ofUnknown();
    } catch (const unknown::cancelled &) {
      throw;
    } catch (...) {
    }
}
// Nothing is ever thrown at these.
unknown::job<> nothingThrown() {
  for (;;)
    try {
      co_await std::suspend_always{};
    } catch (...) {
    }
}
coro::generator<int> generator() {
  for (;;)
    try {
      co_yield 1;
    } catch (...) {
    }
}

// Found in folly's collectAll: the first error is kept, the others are dropped on purpose.
struct Errors {
  std::exception_ptr first;
  folly::coro::Task<> join() {
    for (;;)
      try {
        co_await work();
      } catch (...) {
        if (!first)
          first = std::current_exception();
      }
  }
};
// Found in folly's tests: what is awaited throws past the handler, to the caller.
folly::coro::Task<> nothrow() {
  try {
    co_await folly::coro::co_nothrow(work());
  } catch (...) {
    log("not reached");
  }
  co_await work(1);
}
// Found in folly's tests: the handler is a test framework's.
#define EXPECT_THROW(WHAT) \
  try { \
    WHAT; \
  } catch (...) { \
    log("thrown"); \
  }
folly::coro::Task<> asserted() {
  EXPECT_THROW(co_await work());
  co_await work(1);
}
// Found in async_simple's tests: the failure is what is looked for.
void expect(bool);
folly::coro::Task<> expected() {
  bool hasError = false;
  try {
    co_await work();
  } catch (...) {
    hasError = true;
  }
  expect(hasError);
}

// Found in yalantinglibs' router: the caller gets the error as its result.
struct Reply {
  Reply(int, const char *);
};
folly::coro::Task<Reply> reply() {
  try {
    co_return Reply(co_await work(), "");
  } catch (const std::exception &e) {
    co_return Reply(500, e.what());
  }
}
// Found in cppcoro's tests: the loop is left, then what it has begun is awaited.
folly::coro::Task<> leavesItsLoop() {
  try {
    for (;;)
      co_await work();
  } catch (const folly::OperationCancelled &) {
  }
  co_await closeAll();
}
// Found in folly's collectAllRange: the error is kept where the function around sees it.
folly::coro::Task<> keepsForTheOuterOne() {
  std::exception_ptr first;
  auto one = [&]() -> folly::coro::Task<> {
    try {
      co_await work();
    } catch (...) {
      first = std::current_exception();
    }
  };
  co_await one();
  if (first)
    std::rethrow_exception(first);
}

// Found in silkworm's RPC handlers: the caller gets the error in its output parameter.
const char *errorReply(const char *);
folly::coro::Task<> outParameter(const char *&reply) {
  try {
    co_await work();
  } catch (const std::exception &e) {
    reply = errorReply(e.what());
  }
  co_await closeAll();
}
struct Stream {
  void writeField(const char *name, const char *value);
};
folly::coro::Task<> outStream(Stream &out) {
  try {
    co_await work();
  } catch (const std::exception &e) {
    const char *text = e.what();
    out.writeField("error", text);
  }
}

// No coroutine, and NOLINT.
int plainFunction() {
  for (;;)
    try {
      return 1;
    } catch (...) {
    }
}
folly::coro::Task<> asked() {
  for (;;)
    try {
      co_await work();
    } catch (...) { // NOLINT(coro-swallowed-cancellation): the worker never ends
    }
}

// What the handler for the type stores is read behind it, by the coroutine, its caller or a lambda.
folly::coro::Task<> storedForLater() {
  bool cancelled = false;
  try {
    co_await work();
  } catch (const folly::OperationCancelled &) {
    cancelled = true;
  }
  co_await work(1);
  if (cancelled)
    co_return;
  co_await work(2);
}

folly::coro::Task<> storedForTheCaller(bool &out) {
  try {
    co_await work();
  } catch (const folly::OperationCancelled &) {
    out = true;
  }
  co_await work(1);
}

folly::coro::Task<> storedForALambda() {
  bool cancelled = false;
  auto finish = [&cancelled] { return cancelled ? 1 : 2; };
  try {
    co_await work();
  } catch (const folly::OperationCancelled &) {
    cancelled = true;
  }
  co_await work(finish());
}
