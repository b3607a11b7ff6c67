// SPDX-License-Identifier: Apache-2.0
// What coro-dropped-task reports: the first examples of docs/checks/dropped-task.md.
#include <coroutine>
#include <exception>
#include <utility>

// A library without a model: its tasks are known by their shape.
template <class T = void> struct [[nodiscard]] task {
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};
struct order {};
task<> save(const order &);
task<> notify(const order &);
task<> charge(const order &);

// A result, and a local.
task<> checkout(const order &of) {
  save(of);              // reported: it is never saved
  auto mail = notify(of); // reported: nobody is notified
  co_await charge(of);
}

// Outside of coroutines.
struct window {
  void clicked() {
    save(current); // reported
  }
  order current;
};
