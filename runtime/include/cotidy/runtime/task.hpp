// SPDX-License-Identifier: Apache-2.0
// task<T>: a coroutine that runs when it is awaited.
#pragma once

#include <coroutine>
#include <source_location>
#include <type_traits>
#include <utility>

#include "cotidy/runtime/detail/loop.hpp"
#include "cotidy/runtime/detail/result.hpp"

namespace cotidy::rt {

namespace detail {

// Where a coroutine hands over at its end: to the one that awaits it, or to the loop.
struct final_awaiter {
  bool await_ready() noexcept { return false; }
  template <our_promise P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> at) noexcept {
    if (coroutine *awaiter = at.promise().awaiter) [[likely]]
      return awaiter->handle();
    this_loop().ended(at.promise());
    return std::noop_coroutine();
  }
  void await_resume() noexcept {}
};

} // namespace detail

// A computation that has not begun. `co_await` it, or hand it to spawn(), gather() and the like;
// each takes it over. One that is dropped never runs. Bound to the thread that runs it.
template <class T = void> class [[nodiscard]] COTIDY_RT_AWAIT_ELIDABLE task {
public:
  struct promise_type;
  using handle_type = std::coroutine_handle<promise_type>;
  using value_type = T;

  task() noexcept = default;
  explicit task(handle_type handle) noexcept : handle_(handle) {}
  task(task &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  task &operator=(task &&other) noexcept {
    task(std::move(other)).swap(*this);
    return *this;
  }
  ~task() {
    if (handle_) {
      detail::coroutine &self = handle_.promise();
      if (self.awaiter) [[likely]]
        handle_.destroy();
      else
        detail::destroy_unawaited(self);
    }
  }

  void swap(task &other) noexcept { std::swap(handle_, other.handle_); }
  explicit operator bool() const noexcept { return static_cast<bool>(handle_); }

  struct awaiter : detail::loop_awaiter {
    handle_type awaited;

    bool await_ready() const noexcept { return false; }
    template <detail::our_promise P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> at) noexcept {
      awaited.promise().awaiter = &at.promise();
      return awaited;
    }
    T await_resume() { return awaited.promise().take(); }
  };

  awaiter operator co_await() && noexcept { return {{}, handle_}; }

  // For those that run it themselves.
  handle_type release() noexcept { return std::exchange(handle_, {}); }
  handle_type handle() const noexcept { return handle_; }

private:
  handle_type handle_;
};

template <class T> struct task<T>::promise_type : detail::result<T> {
  static_assert(std::is_void_v<T> || std::is_reference_v<T> ||
                    alignof(std::conditional_t < std::is_void_v<T> || std::is_reference_v<T>, char,
                            T >) <= 2 * sizeof(void *),
                "a task's result cannot be aligned beyond its frame");

  // The default argument is evaluated in the coroutine, and tells its name.
  explicit promise_type(std::source_location here = std::source_location::current()) noexcept
      : detail::result<T>(here) {}
  task get_return_object() noexcept { return task(handle_type::from_promise(*this)); }
  detail::final_awaiter final_suspend() noexcept { return {}; }
};

// Any awaitable as a task.
template <detail::awaitable A> task<detail::await_result_t<A>> as_task(A awaited) {
  co_return co_await std::move(awaited);
}
template <class T> task<T> &&as_task(task<T> &&already) noexcept { return std::move(already); }

} // namespace cotidy::rt
