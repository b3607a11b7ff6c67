// SPDX-License-Identifier: Apache-2.0
// semaphore: a number of permits that tasks share.
#pragma once

#include <coroutine>
#include <cstddef>
#include <utility>

#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt {

// First come, first served: a permit that comes back is handed to the first who waits, who resumes
// on the loop. A waiter that is cancelled or destroyed loses no permit. For the tasks of one loop.
// Must outlive its waiters and permits.
class semaphore {
public:
  explicit semaphore(std::size_t permits) noexcept : free_(permits) { waiters_.make_head(); }
  semaphore(const semaphore &) = delete;
  semaphore &operator=(const semaphore &) = delete;

  // Gives its permit back when it dies.
  class [[nodiscard]] permit {
  public:
    permit() noexcept = default;
    explicit permit(semaphore &of) noexcept : of_(&of) {}
    permit(permit &&other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    permit &operator=(permit &&other) noexcept {
      std::swap(of_, other.of_);
      return *this;
    }
    ~permit() { release(); }
    void release() noexcept {
      if (of_)
        std::exchange(of_, nullptr)->release();
    }

  private:
    semaphore *of_ = nullptr;
  };

  struct awaiter : detail::waiting {
    semaphore &of;

    explicit awaiter(semaphore &s) noexcept : of(s) {}
    awaiter(awaiter &&) noexcept = default;
    ~awaiter() { leave(); }
    bool await_ready() const noexcept { return of.try_acquire(); }
    template <detail::our_promise P> void await_suspend(std::coroutine_handle<P> at) {
      suspend(at, kind_of_wait);
      of.waiters_.push_back(*this);
    }
    void await_resume() { resumed(); }

    static void abandon(detail::waiting &self) noexcept {
      if (self.linked())
        self.unlink();
      else if (!self.who->has(detail::interrupt))
        static_cast<awaiter &>(self).of.release();
    }
    static constexpr detail::wait_kind kind_of_wait{"a semaphore", &detail::cancel_in_list,
                                                    &abandon, nullptr};
  };

  struct scoped_awaiter : awaiter {
    using awaiter::awaiter;
    permit await_resume() {
      resumed();
      return permit(of);
    }
  };

  // Suspends until a permit is free; the guard that it gives returns it.
  [[nodiscard]] scoped_awaiter scoped_acquire() noexcept { return scoped_awaiter(*this); }
  // The same without a guard: release() is up to the caller.
  [[nodiscard]] awaiter acquire() noexcept { return awaiter(*this); }

  bool try_acquire() noexcept {
    if (free_ == 0)
      return false;
    --free_;
    return true;
  }
  void release(std::size_t permits = 1) noexcept {
    free_ += permits;
    while (free_ > 0 && !waiters_.empty()) {
      auto &next = static_cast<detail::waiting &>(*waiters_.next);
      next.unlink();
      next.wake();
      --free_;
    }
  }
  std::size_t available() const noexcept { return free_; }

private:
  detail::link waiters_;
  std::size_t free_;
};

} // namespace cotidy::rt
