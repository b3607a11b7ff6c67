// SPDX-License-Identifier: Apache-2.0
// run_in_executor(): a call on a thread of a pool, awaited on the loop.
#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <stop_token>
#include <tuple>
#include <type_traits>
#include <utility>

#include "cotidy/runtime/detail/children.hpp"
#include "cotidy/runtime/detail/offload.hpp"
#include "cotidy/runtime/thread_pool.hpp"

namespace cotidy::rt {

namespace detail {

template <class F, class... Args> struct call_wait : offload_wait {
  static constexpr bool takes_token = std::is_invocable_v<F, std::stop_token, Args...>;
  static auto invoke(F &fn, std::tuple<Args...> &args, const std::stop_source &stop) {
    return std::apply(
        [&](auto &...each) {
          if constexpr (takes_token)
            return std::invoke(std::move(fn), stop.get_token(), std::move(each)...);
          else
            return std::invoke(std::move(fn), std::move(each)...);
        },
        args);
  }
  using value_type = decltype(invoke(std::declval<F &>(), std::declval<std::tuple<Args...> &>(),
                                     std::declval<const std::stop_source &>()));

  F fn;
  std::tuple<Args...> args;
  std::optional<or_monostate<value_type>> value;
  std::exception_ptr error;

  call_wait(thread_pool &on, F given, Args... with)
      : offload_wait(on, &perform, takes_token), fn(std::move(given)), args(std::move(with)...) {}
  call_wait(call_wait &&) = default;
  ~call_wait() { leave(); }

  value_type await_resume() {
    resumed();
    if (error)
      std::rethrow_exception(error);
    if constexpr (!std::is_void_v<value_type>)
      return std::move(*value);
  }

  static void perform(offload_wait &self) noexcept {
    auto &mine = static_cast<call_wait &>(self);
    try {
      if constexpr (std::is_void_v<value_type>) {
        invoke(mine.fn, mine.args, mine.stop);
        mine.value.emplace();
      } else {
        mine.value.emplace(invoke(mine.fn, mine.args, mine.stop));
      }
    } catch (...) {
      mine.error = std::current_exception();
    }
  }
};

} // namespace detail

// Calls `fn(args...)` on a thread of the pool and gives its result, or throws what it throws. If
// `fn` takes a std::stop_token first, it gets one that stops when the waiting task is cancelled. A
// call that no thread has begun is given up then; one that was begun is waited for, its result is
// given, and `cancelled` is thrown at the next suspension point: what it refers to stays alive and
// what it has made is not lost. In a simulation it runs on the loop's thread, in virtual time.
template <class F, class... Args>
[[nodiscard]] auto run_in_executor(thread_pool &pool, F fn, Args... args) {
  return detail::call_wait<F, Args...>(pool, std::move(fn), std::move(args)...);
}

} // namespace cotidy::rt
