// SPDX-License-Identifier: Apache-2.0
// What to write instead, and what stays silent: examples of docs/checks/lock-across-await.md.
#include <asio.hpp>
#include <mutex>

struct account {
  std::mutex mutex;
  int balance = 0;
};
struct condition {
  asio::awaitable<void> wait(std::unique_lock<std::mutex> &lock);
};
asio::awaitable<bool> save(const account &);
asio::awaitable<void> log(int balance);

// The lock ends before the await.
asio::awaitable<void> deposit(account &to, int amount) {
  int balance = 0;
  {
    std::lock_guard lock(to.mutex);
    balance = to.balance += amount;
  }
  co_await log(balance);
}

// It is unlocked before.
asio::awaitable<bool> withdraw(account &from, int amount) {
  std::unique_lock lock(from.mutex);
  if (from.balance < amount)
    co_return false;
  from.balance -= amount;
  lock.unlock();
  co_return co_await save(from);
}

// Whoever is awaited has the lock.
asio::awaitable<void> wait_for_news(account &of, condition &changed) {
  std::unique_lock lock(of.mutex);
  while (of.balance == 0)
    co_await changed.wait(lock);
}
