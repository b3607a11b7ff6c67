// SPDX-License-Identifier: Apache-2.0
// The result of a coroutine, in its promise: a value or an error.
#pragma once

#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

#include "cotidy/runtime/detail/coroutine.hpp"

namespace cotidy::rt::detail {

// Notes the exception that is being handled as the coroutine's error.
void store_current_exception(coroutine &self, std::exception_ptr &error) noexcept;
// Throws the task's error, which nobody need be told about any more, or `cancelled` when the task
// was cancelled before it began.
[[noreturn]] void throw_failure(coroutine &self, std::exception_ptr &error);
// Destroys a coroutine that nobody awaits, in whatever state it is.
void destroy_unawaited(coroutine &self) noexcept;

template <class T> struct result : coroutine {
  using stored = std::conditional_t<std::is_reference_v<T>, std::remove_reference_t<T> *, T>;
  union {
    stored value;
    std::exception_ptr error;
  };

  explicit result(std::source_location here) noexcept : coroutine(here) {}
  ~result() {
    if (has(has_value))
      std::destroy_at(&value);
    else if (has(has_error))
      std::destroy_at(&error);
  }

  template <class U = T>
    requires std::is_convertible_v<U &&, T>
  void return_value(U &&given) {
    if constexpr (std::is_reference_v<T>)
      std::construct_at(&value, std::addressof(given));
    else
      std::construct_at(&value, std::forward<U>(given));
    set(has_value);
  }
  void unhandled_exception() noexcept { store_current_exception(*this, error); }

  T take() {
    if (flags & (has_error | was_cancelled)) [[unlikely]]
      throw_failure(*this, error);
    if constexpr (std::is_reference_v<T>)
      return static_cast<T>(*value);
    else
      return std::move(value);
  }
};

template <> struct result<void> : coroutine {
  union {
    std::exception_ptr error;
  };

  explicit result(std::source_location here) noexcept : coroutine(here) {}
  ~result() {
    if (has(has_error))
      std::destroy_at(&error);
  }

  void return_void() noexcept {}
  void unhandled_exception() noexcept { store_current_exception(*this, error); }
  void take() {
    if (flags & (has_error | was_cancelled)) [[unlikely]]
      throw_failure(*this, error);
  }
};

} // namespace cotidy::rt::detail
