// SPDX-License-Identifier: Apache-2.0
// event: a flag that tasks wait for.
#pragma once

#include <coroutine>

#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt {

// Once set, it lets through everyone who waits and everyone who comes later, until it is reset.
// Waiters resume on the loop, in the order in which they came. For the tasks of one loop. Must
// outlive its waiters.
class event {
public:
  event() noexcept { waiters_.make_head(); }
  event(const event &) = delete;
  event &operator=(const event &) = delete;

  bool is_set() const noexcept { return set_; }
  void reset() noexcept { set_ = false; }
  void set() noexcept {
    set_ = true;
    while (!waiters_.empty()) {
      auto &first = static_cast<detail::waiting &>(*waiters_.next);
      first.unlink();
      first.wake();
    }
  }

  struct awaiter : detail::waiting {
    event &of;

    explicit awaiter(event &e) noexcept : of(e) {}
    awaiter(awaiter &&) noexcept = default;
    ~awaiter() { leave(); }
    bool await_ready() const noexcept { return of.set_; }
    template <detail::our_promise P> void await_suspend(std::coroutine_handle<P> at) {
      suspend(at, kind_of_wait);
      of.waiters_.push_back(*this);
    }
    void await_resume() { resumed(); }
    static constexpr detail::wait_kind kind_of_wait{"an event", &detail::cancel_in_list,
                                                    &detail::abandon_in_list, nullptr};
  };

  // Suspends until the event is set.
  [[nodiscard]] awaiter wait() noexcept { return awaiter(*this); }

private:
  detail::link waiters_;
  bool set_ = false;
};

} // namespace cotidy::rt
