// SPDX-License-Identifier: Apache-2.0
// A task that waits for children of its own: what gather, race, timeout and shield share.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <variant>

#include "cotidy/runtime/task.hpp"

namespace cotidy::rt::detail {

template <class T> using or_monostate = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

template <class T> or_monostate<T> take_from(task<T> &ended) {
  if constexpr (std::is_void_v<T>) {
    ended.handle().promise().take();
    return {};
  } else {
    return ended.handle().promise().take();
  }
}

inline bool failed(const coroutine &ended) noexcept {
  return (ended.flags & (has_error | was_cancelled)) != 0;
}

// Throws the error of a task that has failed, whatever its type.
[[noreturn]] inline void throw_failure_of(coroutine &ended) {
  if (!ended.has(has_error))
    throw cancelled{};
  throw_failure(ended, *ended.failure);
}

// An error that will not be thrown, because another one is, is reported.
void report_if_unseen(coroutine &ended) noexcept;

// The children are tasks that the awaiter owns; it wakes when none is left. Cancelled, it cancels
// them, waits for them, and goes on with `cancelled`. `Self` has for_each_child(f), which calls f
// for each child's coroutine, begun or not.
template <class Self> struct children_wait : waiting, completion {
  coroutine *first_failed = nullptr;
  std::uint32_t left = 0;
  bool stopping = false;   // no more are started; those that run were cancelled
  bool cancelling = false; // because this wait was cancelled

  children_wait() noexcept : completion{&Self::child_ended} {}
  children_wait(children_wait &&) noexcept : waiting(), completion{&Self::child_ended} {}

  template <class T> void start(task<T> &child, coroutine **&cursor) noexcept {
    coroutine &begun = child.handle().promise();
    begun.set(is_owned);
    this_loop().prepare(begun, this);
    this_loop().make_ready_next(begun, cursor, task_state::fresh);
    ++left;
  }

  void stop() noexcept {
    stopping = true;
    self().for_each_child([](coroutine &child) {
      if (child.state != task_state::idle)
        this_loop().cancel(child);
    });
  }

  void all_ended() noexcept {
    if (cancelling)
      wake_cancelled();
    else
      wake_next();
  }

  // Throws the first error; reports the others.
  [[noreturn]] void throw_first() {
    self().for_each_child([this](coroutine &child) {
      if (&child != first_failed)
        report_if_unseen(child);
    });
    throw_failure_of(*first_failed);
  }

  static void cancel_children(waiting &wait) noexcept {
    auto &mine = static_cast<Self &>(wait);
    mine.cancelling = true;
    mine.stop();
  }
  // The children are destroyed with the awaiter's tasks.
  static void abandon(waiting &) noexcept {}
  static void blockers(const waiting &wait, void (*tell)(void *, coroutine &), void *context) {
    auto &mine = const_cast<Self &>(static_cast<const Self &>(wait));
    mine.for_each_child([&](coroutine &child) {
      if (child.state != task_state::idle && child.state != task_state::done)
        tell(context, child);
    });
  }

private:
  Self &self() noexcept { return static_cast<Self &>(*this); }
};

} // namespace cotidy::rt::detail
