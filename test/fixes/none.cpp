// SPDX-License-Identifier: Apache-2.0
// Where a sleep is reported but no fix may be offered.
// RUN: %check %s
// RUN: %check %s -- -DWITHOUT_HEADERS
#include <asio/awaitable.hpp>
#ifndef WITHOUT_HEADERS
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#endif
#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <time.h>
#include <unistd.h>

using namespace std::chrono_literals;

// No await in a handler.
asio::awaitable<void> inHandler() {
  try {
    co_return;
  } catch (...) {
    std::this_thread::sleep_for(1s); // WARN: blocks
  }
}
// Below a thread lock the await would keep others out, or unlock on another thread.
asio::awaitable<void> underLock(std::mutex &M, std::shared_mutex &S) {
  {
    std::lock_guard<std::mutex> Guard(M);
    std::this_thread::sleep_for(1s); // WARN: blocks
  }
  {
    std::unique_lock Lock(M);
    if (Lock.owns_lock())
      std::this_thread::sleep_for(1s); // WARN: blocks
  }
  {
    std::scoped_lock Lock(M);
    std::this_thread::sleep_for(1s); // WARN: blocks
  }
  std::shared_lock Lock(S);
  std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
asio::awaitable<void> lockInHead(std::mutex &M) {
  if (std::unique_lock Lock(M); Lock.owns_lock())
    std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
asio::awaitable<void> lockedByHand(std::mutex &M) {
  M.lock();
  std::this_thread::sleep_for(1s); // WARN: blocks
  M.unlock();
  co_return;
}
template <class Mutex> asio::awaitable<void> lockInTemplate(Mutex &M) {
  {
    std::lock_guard<Mutex> Guard(M);
    std::this_thread::sleep_for(1s); // WARN: blocks
  }
  std::scoped_lock Guard(M);
  std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
asio::awaitable<void> lockedInOneBranch(std::mutex &M, bool B) {
  if (B)
    M.lock();
  std::this_thread::sleep_for(1s); // WARN: blocks
  if (B)
    M.unlock();
  co_return;
}
// A comment in the call would be lost.
asio::awaitable<void> comment() {
  std::this_thread::sleep_for(/* until it has settled */ 1s); // WARN: blocks
  std::this_thread::sleep_for( // WARN: blocks
      1s // it needs a second
  );
  co_return;
}
// Types in a template are not known yet.
template <class T> asio::awaitable<void> dependent(T Pause) {
  std::this_thread::sleep_for(Pause); // WARN: blocks
  co_return;
}
asio::awaitable<void> instantiates() { co_await dependent(1s); }
// Macros are not edited.
#define NAP(X) std::this_thread::sleep_for(X)
#define LENGTH 1s
asio::awaitable<void> macros() {
  NAP(1s); // WARN: blocks
  std::this_thread::sleep_for(LENGTH); // WARN: blocks
  co_return;
}
// this_coro::executor of another executor type may not fit into a timer.
struct my_executor {};
asio::awaitable<void, my_executor> otherExecutor() {
  std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
// A clock that no timer has, and lengths that are no integers of seconds.
struct MyClock {
  using duration = std::chrono::seconds;
};
asio::awaitable<void> otherClock(std::chrono::time_point<MyClock> T, timespec *Spec) {
  std::this_thread::sleep_until(T); // WARN: blocks
  sleep(1.5); // WARN: blocks
  co_return;
}
// In a larger expression.
asio::awaitable<void> inExpression(bool B) {
  B ? std::this_thread::sleep_for(1s) : void(); // WARN: blocks
  B && (std::this_thread::sleep_for(1s), true); // WARN: blocks
  co_return;
}
// The name means something else here.
namespace company {
namespace asio {
struct steady_timer;
}
::asio::awaitable<void> shadowed() {
  std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
} // namespace company
struct Shadows {
  int asio;
  ::asio::awaitable<void> shadowed() {
    std::this_thread::sleep_for(1s); // WARN: blocks
    co_return;
  }
};
asio::awaitable<void> shadowedByLocal() {
  int asio = 1;
  std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
