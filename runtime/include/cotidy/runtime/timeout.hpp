// SPDX-License-Identifier: Apache-2.0
// timeout(): work that is cancelled when its time is up.
#pragma once

#include <algorithm>
#include <chrono>
#include <coroutine>
#include <utility>

#include "cotidy/runtime/detail/children.hpp"
#include "cotidy/runtime/sleep.hpp"

namespace cotidy::rt {

namespace detail {

template <class T> struct timeout_wait : children_wait<timeout_wait<T>>, timer {
  using base = children_wait<timeout_wait>;
  std::chrono::nanoseconds time;
  task<T> work;
  bool time_is_up = false;

  timeout_wait(std::chrono::nanoseconds most, task<T> of) noexcept
      : timer{&expire, 0}, time(most), work(std::move(of)) {}
  timeout_wait(timeout_wait &&) noexcept = default;
  ~timeout_wait() { this->leave(); }

  bool await_ready() const noexcept { return false; }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    this->suspend(at, kind_of_wait);
    try {
      this_loop().timers.add_after(*this, time);
    } catch (...) {
      this->who = nullptr;
      throw;
    }
    coroutine **cursor = this_loop().front();
    this->start(work, cursor);
  }
  T await_resume() {
    this->resumed();
    if (time_is_up && work.handle().promise().has(was_cancelled))
      throw timed_out();
    return work.handle().promise().take();
  }

  template <class F> void for_each_child(F f) { f(work.handle().promise()); }
  static void child_ended(completion &self, coroutine &) noexcept {
    auto &mine = static_cast<timeout_wait &>(self);
    mine.left = 0;
    if (!mine.time_is_up)
      this_loop().timers.cancel(mine);
    mine.all_ended();
  }
  static void expire(timer &self) noexcept {
    auto &mine = static_cast<timeout_wait &>(self);
    mine.time_is_up = true;
    mine.stop();
  }
  static void abandon(waiting &self) noexcept {
    auto &mine = static_cast<timeout_wait &>(self);
    if (!mine.time_is_up && mine.left != 0)
      this_loop().timers.cancel(mine);
  }
  static constexpr wait_kind kind_of_wait{"a task with a timeout", &base::cancel_children, &abandon,
                                          &base::blockers};
};

} // namespace detail

// Runs the work; cancels it when it has not ended after `most`, waits until it has, and throws
// timed_out. Work that ends with a value or another error all the same keeps it: nothing is lost.
template <detail::awaitable A> [[nodiscard]] auto timeout(std::chrono::nanoseconds most, A work) {
  constexpr std::chrono::nanoseconds longest = std::chrono::hours(24 * 365 * 100);
  return detail::timeout_wait<detail::await_result_t<A>>(
      std::clamp(most, std::chrono::nanoseconds(0), longest), as_task(std::move(work)));
}

} // namespace cotidy::rt
