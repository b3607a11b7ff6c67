// SPDX-License-Identifier: Apache-2.0
// async_generator<T>: a coroutine that gives many values, and may await between them.
#pragma once

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

#include "cotidy/runtime/detail/result.hpp"

namespace cotidy::rt {

// Runs only while next() is awaited, as a part of the task that awaits it: that task's
// cancellation is thrown inside. Destroying it between two values destroys its locals.
template <class T> class [[nodiscard]] async_generator {
public:
  struct promise_type;
  using handle_type = std::coroutine_handle<promise_type>;

  async_generator() noexcept = default;
  explicit async_generator(handle_type handle) noexcept : handle_(handle) {}
  async_generator(async_generator &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  async_generator &operator=(async_generator &&other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~async_generator() {
    if (handle_)
      handle_.destroy();
  }

  struct next_awaiter : detail::loop_awaiter {
    handle_type of;

    bool await_ready() const noexcept { return of.done(); }
    template <detail::our_promise P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> at) noexcept {
      of.promise().awaiter = &at.promise();
      of.promise().value = nullptr;
      return of;
    }
    std::optional<T> await_resume() {
      promise_type &promise = of.promise();
      promise.awaiter = nullptr;
      if (promise.error)
        std::rethrow_exception(std::exchange(promise.error, nullptr));
      if (of.done())
        return std::nullopt;
      return std::optional<T>(std::move(*promise.value));
    }
  };

  // The next value; nothing when there are no more. Throws what the generator has thrown, once.
  [[nodiscard]] next_awaiter next() noexcept { return {{}, handle_}; }

private:
  handle_type handle_;
};

template <class T> struct async_generator<T>::promise_type : detail::coroutine {
  T *value = nullptr;
  std::exception_ptr error;

  explicit promise_type(std::source_location here = std::source_location::current()) noexcept
      : coroutine(here) {}

  // Hands the value, or the end, to the one who awaits it.
  struct hand_over : detail::loop_awaiter {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(handle_type at) noexcept {
      return at.promise().awaiter->handle();
    }
    void await_resume() const noexcept {}
  };

  async_generator get_return_object() noexcept {
    return async_generator(handle_type::from_promise(*this));
  }
  hand_over final_suspend() noexcept { return {}; }
  hand_over yield_value(T &&given) noexcept {
    value = std::addressof(given);
    return {};
  }
  // Copied: the generator goes on with its own.
  hand_over yield_value(const T &given)
    requires std::is_copy_constructible_v<T>
  {
    copy_.emplace(given);
    value = std::addressof(*copy_);
    return {};
  }
  void return_void() noexcept {}
  void unhandled_exception() noexcept { error = std::current_exception(); }

private:
  std::optional<T> copy_;
};

} // namespace cotidy::rt
