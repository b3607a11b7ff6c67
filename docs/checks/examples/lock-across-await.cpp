// SPDX-License-Identifier: Apache-2.0
// What coro-lock-across-await reports: the first examples of docs/checks/lock-across-await.md.
#include <asio.hpp>
#include <mutex>

struct account {
  std::mutex mutex;
  int balance = 0;
};
asio::awaitable<bool> save(const account &);
asio::awaitable<void> log(int balance);

// A guard.
asio::awaitable<void> deposit(account &to, int amount) {
  std::lock_guard lock(to.mutex);
  to.balance += amount;
  co_await save(to); // reported
}

// In the head of a statement, and by hand.
asio::awaitable<bool> withdraw(account &from, int amount) {
  if (std::unique_lock lock(from.mutex); from.balance >= amount)
    co_return co_await save(from); // reported
  from.mutex.lock();
  co_await log(from.balance); // reported
  from.mutex.unlock();
  co_return false;
}
