// SPDX-License-Identifier: Apache-2.0
// A sleep between the reading and the writing of something shared: awaited, it lets others in, so
// the fix is only suggested there.
// RUN: %check %s
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

int total = 0;
struct account {
  int balance = 0;
  asio::awaitable<void> deposit(int amount) {
    const int before = balance;
    std::this_thread::sleep_for(10ms); // WARN: blocks
    // SUGGEST: co_await asio::steady_timer(co_await asio::this_coro::executor, 10ms).async_wait(asio::use_awaitable);
    balance = before + amount; // NOTE: this writes back a value that was read before the sleep
    co_return;
  }
};
asio::awaitable<void> global(int amount) {
  int before = total;
  std::this_thread::sleep_for(10ms); // WARN: blocks
  // SUGGEST: co_await asio::steady_timer(co_await asio::this_coro::executor, 10ms).async_wait(asio::use_awaitable);
  if (amount)
    total = before + 1;
  co_return;
}
asio::awaitable<void> byReference(int &shared) {
  for (int i = 0; i < 3; ++i) {
    const int before = shared;
    std::this_thread::sleep_for(10ms); // WARN: blocks
    // SUGGEST: co_await asio::steady_timer(co_await asio::this_coro::executor, 10ms).async_wait(asio::use_awaitable);
    shared = before * 2;
  }
  co_return;
}
// Nothing is written back: another object, its own, read again, or written before.
asio::awaitable<void> others(int &shared, int mine, account &other) {
  int before = shared;
  std::this_thread::sleep_for(10ms); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 10ms).async_wait(asio::use_awaitable);
  other.balance = before;
  shared = shared + 1;
  co_return;
}
asio::awaitable<void> own(int mine) {
  int before = mine;
  std::this_thread::sleep_for(10ms); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 10ms).async_wait(asio::use_awaitable);
  mine = before + 1;
  co_return;
}
asio::awaitable<void> earlier(int &shared) {
  int before = shared;
  shared = before + 1;
  std::this_thread::sleep_for(10ms); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 10ms).async_wait(asio::use_awaitable);
  co_return;
}
