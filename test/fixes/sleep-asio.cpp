// SPDX-License-Identifier: Apache-2.0
// Sleeps become timers of Asio, with the headers that are missing.
// RUN: %check %s
#include <asio/awaitable.hpp>
#include <chrono>
#include <mutex>
#include <thread>
#include <unistd.h>
// INCLUDE: asio/steady_timer.hpp
// INCLUDE: asio/system_timer.hpp
// INCLUDE: asio/this_coro.hpp
// INCLUDE: asio/use_awaitable.hpp

using namespace std::chrono_literals;

asio::awaitable<int> sleeps(std::chrono::milliseconds Pause, std::chrono::duration<double> Exact) {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: 'std::this_thread::sleep_for' blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(1)).async_wait(asio::use_awaitable);
  std::this_thread::sleep_for(250ms); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 250ms).async_wait(asio::use_awaitable);
  std::this_thread::sleep_for(Pause * 2); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, Pause * 2).async_wait(asio::use_awaitable);
  std::this_thread::sleep_for(Exact); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::ceil<std::chrono::nanoseconds>(Exact)).async_wait(asio::use_awaitable);
  co_return 1;
}

// Whole statements in every place where one can stand.
asio::awaitable<void> places(bool B) {
  if (B)
    std::this_thread::sleep_for(1s); // WARN: blocks
    // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 1s).async_wait(asio::use_awaitable);
  else
    std::this_thread::sleep_for(2s); // WARN: blocks
    // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 2s).async_wait(asio::use_awaitable);
  while (B)
    std::this_thread::sleep_for(3s); // WARN: blocks
    // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 3s).async_wait(asio::use_awaitable);
  for (;;) {
    try {
      std::this_thread::sleep_for(4s); // WARN: blocks
      // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 4s).async_wait(asio::use_awaitable);
    } catch (...) {
      break;
    }
  }
  auto Lambda = []() -> asio::awaitable<void> {
    std::this_thread::sleep_for(5s); // WARN: blocks
    // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 5s).async_wait(asio::use_awaitable);
    co_return;
  };
  co_await Lambda();
}

// A lock that is given back before is no obstacle, nor one of another scope.
asio::awaitable<void> unlocked(std::mutex &M) {
  M.lock();
  M.unlock();
  { std::lock_guard<std::mutex> Guard(M); }
  std::this_thread::sleep_for(1s); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 1s).async_wait(asio::use_awaitable);
  std::unique_lock<std::mutex> Later(M);
  co_return;
}

// In a template, where the types are known.
template <class T> asio::awaitable<T> inTemplate(T Value) {
  std::this_thread::sleep_for(1s); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 1s).async_wait(asio::use_awaitable);
  co_return Value;
}
asio::awaitable<void> instantiates() { co_await inTemplate(1); }

// C's sleeps count in plain integers.
asio::awaitable<void> c(unsigned N) {
  sleep(2); // WARN: 'sleep' blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(2)).async_wait(asio::use_awaitable);
  usleep(500); // WARN: 'usleep' blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::microseconds(500)).async_wait(asio::use_awaitable);
  ::sleep(N + 1); // WARN: 'sleep' blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(N + 1)).async_wait(asio::use_awaitable);
  co_return;
}

// Points in time: each clock has its timer.
asio::awaitable<void> until(std::chrono::steady_clock::time_point T) {
  std::this_thread::sleep_until(T); // WARN: 'std::this_thread::sleep_until' blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, T).async_wait(asio::use_awaitable);
  std::this_thread::sleep_until(std::chrono::system_clock::now() + 1s); // WARN: 'std::this_thread::sleep_until' blocks
  // FIX: co_await asio::system_timer(co_await asio::this_coro::executor, std::chrono::system_clock::now() + 1s).async_wait(asio::use_awaitable);
  co_return;
}

// The value of a C sleep is used: how much was left is not known any more.
asio::awaitable<void> valueUsed() {
  unsigned Left = sleep(2); // WARN: 'sleep' blocks
  if (usleep(3)) // WARN: 'usleep' blocks
    co_return;
}
// Through another function: that one would have to become a coroutine.
void nap() { std::this_thread::sleep_for(1s); }
asio::awaitable<void> chain() {
  nap(); // WARN: 'nap' blocks
  co_return;
}
