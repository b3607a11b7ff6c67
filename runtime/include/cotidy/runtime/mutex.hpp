// SPDX-License-Identifier: Apache-2.0
// mutex: one task at a time, across its awaits.
#pragma once

#include <coroutine>
#include <source_location>
#include <utility>

#include "cotidy/runtime/detail/lock_order.hpp"
#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt {

// Held by a task, not by a thread: it may be kept across `co_await`. First come, first served; the
// lock is handed over, so nobody can come between. Waiters resume on the loop. A waiter that is
// cancelled leaves the queue. For the tasks of one loop. Must outlive its waiters and holders.
class mutex {
public:
  mutex() noexcept { waiters_.make_head(); }
  mutex(const mutex &) = delete;
  mutex &operator=(const mutex &) = delete;
  ~mutex() {
    if (identity_.number) [[unlikely]]
      detail::lock_destroyed(identity_);
  }

  // Unlocks when it dies.
  class [[nodiscard]] lock {
  public:
    lock() noexcept = default;
    explicit lock(mutex &held) noexcept : held_(&held) {}
    lock(lock &&other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    lock &operator=(lock &&other) noexcept {
      std::swap(held_, other.held_);
      return *this;
    }
    ~lock() { unlock(); }
    void unlock() noexcept {
      if (held_)
        std::exchange(held_, nullptr)->unlock();
    }
    explicit operator bool() const noexcept { return held_ != nullptr; }
    mutex *owner() const noexcept { return held_; } // null when nothing is held

  private:
    mutex *held_ = nullptr;
  };

  struct awaiter : detail::waiting {
    mutex &of;
    std::source_location where;

    awaiter(mutex &m, std::source_location here) noexcept : of(m), where(here) {}
    awaiter(awaiter &&) noexcept = default;
    ~awaiter() { leave(); }
    bool await_ready() const noexcept {
      detail::loop &l = detail::this_loop();
      if (l.debugged()) [[unlikely]]
        detail::lock_wanted(of.identity_, where);
      return of.take(l, where);
    }
    template <detail::our_promise P> void await_suspend(std::coroutine_handle<P> at) {
      suspend(at, kind_of_wait);
      of.waiters_.push_back(*this);
    }
    lock await_resume() {
      resumed();
      return lock(of);
    }

    // The lock may have been handed over already: it goes on to the next.
    static void abandon(detail::waiting &self) noexcept {
      if (self.linked())
        self.unlink();
      else if (!self.who->has(detail::interrupt))
        static_cast<awaiter &>(self).of.unlock();
    }
    static void blockers(const detail::waiting &self, void (*tell)(void *, detail::coroutine &),
                         void *context) {
      if (detail::coroutine *holder = static_cast<const awaiter &>(self).of.holder_)
        tell(context, *holder);
    }
    static constexpr detail::wait_kind kind_of_wait{"a mutex", &detail::cancel_in_list, &abandon,
                                                    &blockers};
  };

  // Suspends until the mutex is free; the lock that it gives frees it again.
  [[nodiscard]] awaiter
  scoped_lock(std::source_location here = std::source_location::current()) noexcept {
    return awaiter(*this, here);
  }

  bool try_lock(std::source_location here = std::source_location::current()) noexcept {
    detail::loop &l = detail::this_loop();
    if (l.debugged()) [[unlikely]]
      detail::lock_numbered(identity_);
    return take(l, here);
  }
  void unlock() noexcept {
    if (identity_.number) [[unlikely]]
      detail::lock_released(identity_);
    if (waiters_.empty()) [[likely]] {
      holder_ = nullptr;
      return;
    }
    auto &next = static_cast<awaiter &>(*waiters_.next);
    next.unlink();
    holder_ = next.who;
    if (identity_.number) [[unlikely]]
      detail::lock_taken(identity_, *holder_, next.where);
    next.wake();
  }
  bool locked() const noexcept { return holder_ != nullptr; }

private:
  bool take(detail::loop &l, const std::source_location &here) noexcept {
    if (holder_)
      return false;
    holder_ = l.current;
    if (identity_.number) [[unlikely]]
      detail::lock_taken(identity_, *holder_, here);
    return true;
  }

  detail::link waiters_;
  detail::coroutine *holder_ = nullptr; // the task that took it; only for reports
  detail::lock_identity identity_;
};

} // namespace cotidy::rt
