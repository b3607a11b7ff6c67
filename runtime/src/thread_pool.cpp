// SPDX-License-Identifier: Apache-2.0
// The threads of a pool and their queue.
#include "cotidy/runtime/thread_pool.hpp"

#include <algorithm>

namespace cotidy::rt {

thread_pool::thread_pool(std::size_t threads) {
  const std::size_t count = std::max<std::size_t>(threads, 1);
  running_.reserve(count);
  threads_.reserve(count);
  try {
    for (std::size_t i = 0; i < count; ++i)
      threads_.emplace_back([this] { serve(); });
  } catch (...) {
    // With fewer threads than asked for it still serves; with none it cannot.
    if (threads_.empty())
      throw;
  }
}

thread_pool::~thread_pool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_came_.notify_all();
  for (std::thread &each : threads_)
    each.join();
}

void thread_pool::submit(detail::job &work) noexcept {
  {
    const std::lock_guard lock(mutex_);
    work.next = nullptr;
    *last_ = &work;
    last_ = &work.next;
  }
  work_came_.notify_one();
}

bool thread_pool::take_back(detail::job &work) noexcept {
  const std::lock_guard lock(mutex_);
  for (detail::job **at = &first_; *at; at = &(*at)->next) {
    if (*at != &work)
      continue;
    *at = work.next;
    if (last_ == &work.next)
      last_ = at;
    return true;
  }
  return false;
}

void thread_pool::wait_until_unused(const detail::job &work) noexcept {
  std::unique_lock lock(mutex_);
  work_ended_.wait(
      lock, [&] { return std::find(running_.begin(), running_.end(), &work) == running_.end(); });
}

void thread_pool::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_came_.wait(lock, [&] { return first_ || stopping_; });
    if (!first_)
      return;
    detail::job *mine = first_;
    first_ = mine->next;
    if (!first_)
      last_ = &first_;
    running_.push_back(mine);
    lock.unlock();
    mine->work(*mine);
    lock.lock();
    // It may be gone by now: only its address is used.
    running_.erase(std::find(running_.begin(), running_.end(), mine));
    work_ended_.notify_all();
  }
}

} // namespace cotidy::rt
