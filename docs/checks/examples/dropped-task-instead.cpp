// SPDX-License-Identifier: Apache-2.0
// What to write instead: examples of docs/checks/dropped-task.md.
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
struct task_scope {
  void spawn(task<>);
};

// Awaited at once, or later.
task<> checkout(const order &of) {
  co_await save(of);
  auto mail = notify(of);
  co_await charge(of);
  co_await std::move(mail);
}

// Handed over.
struct window {
  void clicked() { scope.spawn(save(current)); }
  order current;
  task_scope scope;
};
