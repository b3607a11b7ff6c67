// SPDX-License-Identifier: Apache-2.0
// The option Ignore: guards and mutexes by the names of their classes.
// RUN: %check --check=coro-lock-across-await %s
// RUN: %check --check=coro-lock-across-await --mode=ignore %s \
// RUN:   --option=coro-lock-across-await.Ignore='std::lock_guard; std::shared_mutex'
#include <mine/task.hpp>
#include <mutex>
#include <shared_mutex>

mine::task<> step();
mine::task<> all(std::mutex &m, std::shared_mutex &n) {
  {
    std::lock_guard lock(m);
    co_await step(); // WARN(!ignore): holds the thread lock 'lock'
  }
  {
    std::unique_lock lock(m);
    co_await step(); // WARN: holds the thread lock 'lock'
    std::lock_guard other(n);
    co_await step(); // WARN: holds {{(the thread lock 'lock'|2 thread locks)}}
  }
  n.lock_shared();
  co_await step(); // WARN(!ignore): holds the thread lock 'n'
  n.unlock_shared();
}
