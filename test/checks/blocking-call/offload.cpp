// SPDX-License-Identifier: Apache-2.0
// Bodies that are handed to threads and pools may block; the same bodies used otherwise may not.
// RUN: %check %s
#include <asio.hpp>
#include <chrono>
#include <concurrencpp/concurrencpp.h>
#include <coro/io_scheduler.hpp>
#include <coro/thread_pool.hpp>
#include <cotidy/runtime/executor.hpp>
#include <cppcoro/schedule_on.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <folly/coro/Invoke.h>
#include <folly/executors/GlobalExecutor.h>
#include <fstream>
#include <future>
#include <pthread.h>
#include <thread>

using namespace std::chrono_literals;
int nap() {
  std::this_thread::sleep_for(1s);
  return 1;
}
void *napForThread(void *) {
  nap();
  return nullptr;
}

// Plain threads.
asio::awaitable<void> threads(pthread_t *T) {
  std::thread A([] { nap(); });
  std::thread B(nap);
  A.detach();
  B.detach();
  std::jthread C(nap);
  C.detach();
  auto D = std::async([] { return nap(); });
  auto E = std::async(std::launch::async, nap);
  pthread_create(T, nullptr, napForThread, nullptr);
  // The argument itself is evaluated here.
  std::thread F([X = nap()] {}); // WARN: 'nap' blocks
  F.detach();
  co_return;
}

// Asio: functions and coroutines on a pool. A naive matcher reports the lambda's body.
asio::awaitable<int> onPool(asio::thread_pool &Pool) {
  asio::post(Pool, [] { nap(); });
  asio::post(Pool.get_executor(), [] { nap(); });
  co_await asio::co_spawn(
      Pool, []() -> asio::awaitable<void> { nap(); co_return; }, asio::use_awaitable);
  asio::co_spawn(
      Pool.get_executor(), []() -> asio::awaitable<void> { nap(); co_return; }, asio::detached);
  auto Body = []() -> asio::awaitable<int> { co_return nap(); };
  co_return co_await asio::co_spawn(Pool, Body, asio::use_awaitable);
}
// The same on the event loop.
asio::awaitable<void> onLoop(asio::io_context &Context) {
  co_await asio::co_spawn(
      Context,
      []() -> asio::awaitable<void> {
        nap(); // WARN: 'nap' blocks the thread that runs this lambda coroutine
        co_return;
      },
      asio::use_awaitable);
  auto Executor = co_await asio::this_coro::executor;
  asio::co_spawn(
      Executor,
      []() -> asio::awaitable<void> {
        nap(); // WARN: 'nap' blocks the thread that runs this lambda coroutine
        co_return;
      },
      asio::detached);
}

// Named coroutines: only offloaded, only awaited, both.
asio::awaitable<int> onlyOffloaded() { co_return nap(); }
asio::awaitable<int> offloadedByName() { co_return nap(); }
asio::awaitable<int> onlyAwaited() {
  co_return nap(); // WARN: 'nap' blocks the thread that runs coroutine 'onlyAwaited'
}
asio::awaitable<int> both() {
  co_return nap(); // WARN: 'nap' blocks the thread that runs coroutine 'both'
}
asio::awaitable<int> onBothExecutors() {
  co_return nap(); // WARN: 'nap' blocks the thread that runs coroutine 'onBothExecutors'
}
asio::awaitable<void> starts(asio::thread_pool &Pool, asio::io_context &Context) {
  co_await asio::co_spawn(Pool, onlyOffloaded(), asio::use_awaitable);
  co_await asio::co_spawn(Pool, offloadedByName, asio::use_awaitable);
  co_await onlyAwaited();
  co_await asio::co_spawn(Pool, both(), asio::use_awaitable);
  co_await both();
  co_await asio::co_spawn(Pool, onBothExecutors(), asio::use_awaitable);
  co_await asio::co_spawn(Context, onBothExecutors(), asio::use_awaitable);
}
struct Session {
  asio::awaitable<int> offloadedMember() { co_return nap(); }
  asio::awaitable<int> awaitedMember() {
    co_return nap(); // WARN: 'nap' blocks
  }
  asio::awaitable<void> start(asio::thread_pool &Pool) {
    co_await asio::co_spawn(Pool, offloadedMember(), asio::use_awaitable);
    co_await awaitedMember();
  }
};

// A pool by a type that nobody knows: perhaps an event loop.
struct MyLoop {};
asio::awaitable<void> unknownExecutor(MyLoop &Loop) {
  co_await asio::co_spawn(
      Loop,
      []() -> asio::awaitable<void> {
        nap(); // WARN: 'nap' blocks
        co_return;
      },
      asio::use_awaitable);
}

// folly.
folly::coro::Task<int> follyOffload(folly::CPUThreadPoolExecutor &Pool) {
  auto Body = []() -> folly::coro::Task<int> { co_return nap(); };
  co_await folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(),
                                        []() -> folly::coro::Task<int> { co_return nap(); }());
  co_return co_await folly::coro::co_withExecutor(&Pool, Body());
}
folly::coro::Task<int> follyNoOffload(folly::Executor &Any) {
  co_return co_await folly::coro::co_withExecutor(
      &Any, []() -> folly::coro::Task<int> {
        co_return nap(); // WARN: 'nap' blocks
      }());
}

// cppcoro and libcoro.
cppcoro::task<int> cppcoroOffload(cppcoro::static_thread_pool &Pool) {
  co_return co_await cppcoro::schedule_on(Pool, []() -> cppcoro::task<int> { co_return nap(); }());
}
coro::task<int> libcoroBody() { co_return nap(); }
coro::task<int> libcoroOffload(coro::thread_pool &Pool) {
  co_return co_await Pool.schedule(libcoroBody());
}
coro::task<int> libcoroAwaited() {
  co_return nap(); // WARN: 'nap' blocks
}
coro::task<int> libcoroNoOffload() { co_return co_await libcoroAwaited(); }

// Executors of concurrencpp, and the reference runtime.
concurrencpp::result<int> concurrencppOffload(concurrencpp::thread_pool_executor &Pool) {
  co_return co_await Pool.submit([] { return nap(); });
}
cotidy::rt::task<int> runtimeOffload(cotidy::rt::thread_pool &Pool) {
  co_return co_await cotidy::rt::run_in_executor(Pool, [] { return nap(); });
}

// A lambda that only returns what it calls starts that.
struct Server {
  asio::awaitable<int> onPool() { co_return nap(); }
  asio::awaitable<int> onLoop() {
    co_return nap(); // WARN: 'nap' blocks
  }
  void start(asio::thread_pool &Pool, asio::io_context &Loop) {
    asio::co_spawn(Pool, [this] { return onPool(); }, asio::detached);
    asio::co_spawn(Loop, [this] { return onLoop(); }, asio::detached);
  }
};

// A lambda that is offloaded in one place and called in another.
asio::awaitable<void> lambdaInTwoPlaces(asio::thread_pool &Pool) {
  auto Work = []() -> asio::awaitable<int> {
    co_return nap(); // WARN: 'nap' blocks
  };
  co_await asio::co_spawn(Pool, Work, asio::use_awaitable);
  co_await Work();
}

// Defined here, started elsewhere: taken for one of the event loop's.
asio::awaitable<void> neverStarted() {
  nap(); // WARN: 'nap' blocks
  co_return;
}
