// SPDX-License-Identifier: Apache-2.0
// shield(): work that goes on when the one who waits for it is cancelled.
#pragma once

#include <coroutine>
#include <utility>

#include "cotidy/runtime/detail/children.hpp"
#include "cotidy/runtime/spawn.hpp"

namespace cotidy::rt {

namespace detail {

template <class T> struct shield_wait : waiting, completion {
  join_handle<T> work;

  explicit shield_wait(task<T> of) noexcept : completion{&ended}, not_begun_(std::move(of)) {}
  shield_wait(shield_wait &&other) noexcept
      : waiting(), completion{&ended}, not_begun_(std::move(other.not_begun_)) {}
  ~shield_wait() { leave(); }

  bool await_ready() const noexcept { return false; }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    suspend(at, kind_of_wait);
    coroutine &begun = not_begun_.handle().promise();
    begun.set(is_owned);
    this_loop().start(begun, this);
    begun_ = &begun;
    work = join_handle<T>(not_begun_.release());
    result_ = &static_cast<result<T> &>(begun);
  }
  T await_resume() {
    resumed();
    return result_->take();
  }

  static void ended(completion &self, coroutine &) noexcept {
    static_cast<shield_wait &>(self).wake();
  }
  // The work is left to itself, and the waiting task goes on.
  static void cancel(waiting &self) noexcept {
    abandon(self);
    self.wake_cancelled();
  }
  static void abandon(waiting &self) noexcept {
    static_cast<shield_wait &>(self).begun_->on_done = nullptr;
  }
  static void blockers(const waiting &self, void (*tell)(void *, coroutine &), void *context) {
    tell(context, *static_cast<const shield_wait &>(self).begun_);
  }
  static constexpr wait_kind kind_of_wait{"a shielded task", &cancel, &abandon, &blockers};

private:
  task<T> not_begun_;
  coroutine *begun_ = nullptr;
  result<T> *result_ = nullptr;
};

} // namespace detail

// Runs the work and waits for it. To cancel the waiting task ends the wait at once, and the work
// goes on by itself, as if spawned; run() still waits for it.
template <detail::awaitable A> [[nodiscard]] auto shield(A work) {
  return detail::shield_wait<detail::await_result_t<A>>(as_task(std::move(work)));
}

} // namespace cotidy::rt
