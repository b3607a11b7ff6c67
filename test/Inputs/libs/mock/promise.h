// SPDX-License-Identifier: Apache-2.0
// Parts of which the coroutine types of the other headers are made.
#ifndef COTIDY_TEST_LIB_MOCK_PROMISE_H
#define COTIDY_TEST_LIB_MOCK_PROMISE_H

#include <coroutine>
#include <utility>
namespace mock {
template <class T> struct result {
  void return_value(T);
};
template <> struct result<void> {
  void return_void();
};
/// The promise of a coroutine that starts as Initial says.
template <class Task, class T, class Initial = std::suspend_always> struct promise : result<T> {
  Task get_return_object();
  Initial initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
};
/// What makes a class awaitable.
template <class T> struct awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  T await_resume() const;
};
/// The promise of a generator.
template <class Generator, class T> struct yields : promise<Generator, void> {
  std::suspend_always yield_value(T);
};
} // namespace mock

#endif
