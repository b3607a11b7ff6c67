// SPDX-License-Identifier: Apache-2.0
// Awaited pauses: sleep_for, sleep_until, yield; and the clock that they follow.
#pragma once

#include <algorithm>
#include <chrono>
#include <coroutine>

#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt {

// The loop's clock: steady, and virtual in a simulation.
struct clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<clock>;
  static constexpr bool is_steady = true;

  static time_point now() { return time_point(detail::this_loop().now()); }
};

namespace detail {

// Waits for a timer, and for nothing else.
struct sleep_wait : waiting, timer {
  std::chrono::nanoseconds time;
  bool absolute;

  sleep_wait(std::chrono::nanoseconds until_or_for, bool is_absolute) noexcept
      : timer{&wake_up, 0}, time(until_or_for), absolute(is_absolute) {}
  sleep_wait(sleep_wait &&) noexcept = default;
  ~sleep_wait() { leave(); }

  bool await_ready() const noexcept { return false; }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    suspend(at, kind_of_wait);
    enqueue();
  }
  void await_resume() { resumed(); }

  void enqueue();
  static void wake_up(timer &self) noexcept { static_cast<sleep_wait &>(self).wake(); }
  static void cancel(waiting &self) noexcept;
  static void abandon(waiting &self) noexcept;
  static constexpr wait_kind kind_of_wait{"a timer", &cancel, &abandon, nullptr, true};
};

struct yield_awaiter : loop_awaiter {
  bool await_ready() const noexcept { return false; }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    loop &l = this_loop();
    coroutine &running = *l.current;
    if (running.has(cancel_pending) || running.watched) [[unlikely]]
      l.interrupt_suspension(running);
    running.resume_at = at;
    l.make_ready(running);
    running.state = task_state::yielding;
  }
  void await_resume() {
    loop &l = this_loop();
    if (l.current->has(interrupt)) [[unlikely]]
      l.throw_interruption(*l.current);
  }
};

} // namespace detail

// Suspends the task for at least the time given. The clock is read once a batch of tasks, so a
// sleep lasts longer by as much as the rest of its batch takes, never shorter.
[[nodiscard]] inline detail::sleep_wait sleep_for(std::chrono::nanoseconds time) noexcept {
  // A hundred years: what is added to the clock must not overflow.
  constexpr std::chrono::nanoseconds longest = std::chrono::hours(24 * 365 * 100);
  return {std::clamp(time, std::chrono::nanoseconds(0), longest), false};
}

[[nodiscard]] inline detail::sleep_wait sleep_until(clock::time_point when) noexcept {
  return {when.time_since_epoch(), true};
}

// Lets every other task that can run take its turn first.
[[nodiscard]] inline detail::yield_awaiter yield() noexcept { return {}; }

} // namespace cotidy::rt
