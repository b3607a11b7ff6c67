// SPDX-License-Identifier: Apache-2.0
// condition: waits, under a mutex, until another task says that something has changed.
#pragma once

#include <source_location>
#include <utility>

#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/task.hpp"

namespace cotidy::rt {

// wait() gives the lock up, and has it again when it returns or throws, also when it is cancelled.
// Which waiter notify_one() wakes is not promised: a simulation chooses. A waiter that was notified
// and is cancelled or destroyed before it runs notifies another. For the tasks of one loop. Must
// outlive its waiters.
class condition {
public:
  condition() noexcept { waiters_.make_head(); }
  condition(const condition &) = delete;
  condition &operator=(const condition &) = delete;

  // Suspends until it is notified. `held` is given up meanwhile.
  task<> wait(mutex::lock &held, std::source_location here = std::source_location::current());

  // The same until `ready()` holds; does not wait when it does.
  template <class Ready>
  task<> wait(mutex::lock &held, Ready ready,
              std::source_location here = std::source_location::current()) {
    while (!ready())
      co_await wait(held, here);
  }

  void notify_one() noexcept;
  void notify_all() noexcept;

private:
  struct awaiter : detail::waiting {
    condition &of;
    mutex::lock &held;

    awaiter(condition &c, mutex::lock &l) noexcept : of(c), held(l) {}
    awaiter(awaiter &&) noexcept = default;
    ~awaiter() { leave(); }
    bool await_ready() const noexcept { return false; }
    template <detail::our_promise P> void await_suspend(std::coroutine_handle<P> at) {
      suspend(at, kind_of_wait);
      of.waiters_.push_back(*this);
      held.unlock();
    }
    void await_resume() { resumed(); }
    static void abandon(detail::waiting &self) noexcept;
    static constexpr detail::wait_kind kind_of_wait{"a condition", &detail::cancel_in_list,
                                                    &abandon, nullptr};
  };

  detail::link waiters_;
};

} // namespace cotidy::rt
