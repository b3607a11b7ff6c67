// SPDX-License-Identifier: Apache-2.0
// spawn(): tasks that run beside the one that starts them, and the handles of them.
#pragma once

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "cotidy/runtime/task.hpp"

namespace cotidy::rt {

struct spawn_options {
  std::string_view name = {}; // copied; what reports call the task. Without: its function's name
};

namespace detail {

// One task waits for another that runs by itself. To cancel the first cancels the second, and the
// first goes on with `cancelled` when the second has ended.
struct join_wait : waiting, completion {
  coroutine *joined;
  bool cancelling = false;

  explicit join_wait(coroutine &to_join) noexcept : completion{&finished}, joined(&to_join) {}

  static void finished(completion &self, coroutine &) noexcept {
    auto &wait = static_cast<join_wait &>(self);
    wait.cancelling ? wait.wake_cancelled() : wait.wake();
  }
  static void cancel(waiting &self) noexcept;
  static void abandon(waiting &self) noexcept;
  static void blockers(const waiting &self, void (*tell)(void *, coroutine &), void *context);
  static constexpr wait_kind kind_of_wait{"a task", &cancel, &abandon, &blockers};
};

} // namespace detail

// A spawned task: awaited for its result, or cancelled. Dropping it lets the task run on; its error
// is reported then, as it is when nobody has awaited it. Not for use after run() has returned.
template <class T> class join_handle {
public:
  using handle_type = typename task<T>::handle_type;

  join_handle() noexcept = default;
  explicit join_handle(handle_type handle) noexcept : handle_(handle) {}
  join_handle(join_handle &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  join_handle &operator=(join_handle &&other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~join_handle() {
    if (handle_)
      detail::let_go(handle_.promise());
  }

  bool done() const noexcept { return handle_.promise().state == detail::task_state::done; }
  // Asks the task to end: `cancelled` is thrown once, where it is suspended next.
  void cancel() const noexcept { detail::this_loop().cancel(handle_.promise()); }

  struct awaiter : detail::join_wait {
    handle_type awaited;

    explicit awaiter(handle_type of) noexcept : join_wait(of.promise()), awaited(of) {}
    awaiter(awaiter &&) noexcept = default;
    ~awaiter() { leave(); }

    bool await_ready() const {
      if (joined->on_done || joined->has(detail::was_awaited))
        throw std::logic_error("a task's handle is awaited twice");
      return joined->state == detail::task_state::done;
    }
    template <detail::our_promise P> void await_suspend(std::coroutine_handle<P> at) {
      suspend(at, kind_of_wait);
      joined->on_done = this;
    }
    T await_resume() {
      resumed();
      joined->set(detail::was_awaited);
      return awaited.promise().take();
    }
  };

  awaiter operator co_await() const noexcept { return awaiter(handle_); }

private:
  handle_type handle_;
};

// Starts a task beside the running one. It begins when the running one is suspended. run() cancels
// and awaits those that are left when the main task has ended.
template <class T> join_handle<T> spawn(task<T> work, spawn_options options = {}) {
  detail::loop &l = detail::this_loop();
  detail::coroutine &child = work.handle().promise();
  child.set(detail::is_owned);
  l.start(child, nullptr);
  auto handle = join_handle<T>(work.release());
  if (!options.name.empty())
    l.set_name(child, options.name);
  return handle;
}

template <detail::awaitable A> auto spawn(A awaited, spawn_options options = {}) {
  return spawn(as_task(std::move(awaited)), options);
}

} // namespace cotidy::rt
