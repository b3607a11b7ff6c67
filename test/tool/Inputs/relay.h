// SPDX-License-Identifier: Apache-2.0
// Just enough of the standard library and of Asio for a coroutine that sleeps, and for its fix.
#ifndef RELAY_H
#define RELAY_H
#pragma GCC system_header

namespace std {
template <class Result, class...> struct coroutine_traits {
  using promise_type = typename Result::promise_type;
};
template <class = void> struct coroutine_handle {
  static coroutine_handle from_address(void *) noexcept;
  operator coroutine_handle<>() const noexcept;
};
template <> struct coroutine_handle<void> {
  static coroutine_handle from_address(void *) noexcept;
};
struct suspend_always {
  bool await_ready() const noexcept;
  void await_suspend(coroutine_handle<>) const noexcept;
  void await_resume() const noexcept;
};
template <long Num, long Denom> struct ratio {
  static constexpr long num = Num, den = Denom;
};
namespace chrono {
template <class Rep, class Period> struct duration {
  constexpr explicit duration(Rep Count) : Ticks(Count) {}
  template <class OtherPeriod>
  constexpr duration(const duration<Rep, OtherPeriod> &Other) : Ticks(Other.count()) {}
  constexpr Rep count() const { return Ticks; }
  Rep Ticks;
};
using nanoseconds = duration<long, ratio<1, 1000000000>>;
using milliseconds = duration<long, ratio<1, 1000>>;
using seconds = duration<long, ratio<1, 1>>;
} // namespace chrono
namespace this_thread {
template <class Rep, class Period> void sleep_for(const chrono::duration<Rep, Period> &Time) {}
} // namespace this_thread
} // namespace std

namespace asio {
struct any_io_executor {};
template <class T, class Executor = any_io_executor> struct awaitable {
  struct promise_type {
    awaitable get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
    template <class Awaited> Awaited await_transform(Awaited Each);
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  T await_resume() const;
};
namespace this_coro {
struct executor_t {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  any_io_executor await_resume() const noexcept;
};
inline constexpr executor_t executor;
} // namespace this_coro
struct use_awaitable_t {};
inline constexpr use_awaitable_t use_awaitable;
struct steady_timer {
  steady_timer(any_io_executor, std::chrono::nanoseconds);
  awaitable<void> async_wait(use_awaitable_t);
};
} // namespace asio

#endif
