// SPDX-License-Identifier: Apache-2.0
// task_group: children that none outlives the group.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <string_view>
#include <utility>
#include <vector>

#include "cotidy/runtime/detail/children.hpp"
#include "cotidy/runtime/spawn.hpp"

namespace cotidy::rt {

// Starts children for as long as with_task_group()'s body runs, and from the children themselves.
class task_group {
public:
  // The child begins when the running task is suspended. Its value is dropped.
  template <detail::awaitable A> void spawn(A awaited, spawn_options options = {}) {
    start(discard(std::move(awaited)), options);
  }
  void spawn(task<> work, spawn_options options = {}) { start(std::move(work), options); }

  // Cancels the children that run now.
  void cancel() noexcept;
  std::size_t running() const noexcept { return members_.running; }

  task_group(const task_group &) = delete;
  task_group &operator=(const task_group &) = delete;

private:
  template <class Body> friend task<> with_task_group(Body body);

  struct members : detail::completion {
    std::vector<std::exception_ptr> errors;
    std::size_t running = 0;
    bool stopping = false;
    detail::waiting *joiner = nullptr;
    bool cancelling = false;
    members() noexcept : completion{&child_ended} {}
    void cancel() noexcept;
    static void child_ended(detail::completion &self, detail::coroutine &child) noexcept;
  };

  struct join_awaiter : detail::waiting {
    members &of;
    explicit join_awaiter(members &m) noexcept : of(m) {}
    join_awaiter(join_awaiter &&) noexcept = default;
    ~join_awaiter() { leave(); }
    bool await_ready() const noexcept { return of.running == 0; }
    template <detail::our_promise P> void await_suspend(std::coroutine_handle<P> at) {
      suspend(at, kind_of_wait);
      of.joiner = this;
    }
    void await_resume() { resumed(); }
    static void cancel(detail::waiting &self) noexcept;
    static void abandon(detail::waiting &self) noexcept;
    static void blockers(const detail::waiting &self, void (*tell)(void *, detail::coroutine &),
                         void *context);
    static const detail::wait_kind kind_of_wait;
  };

  task_group() noexcept = default;
  ~task_group();
  template <class A> static task<> discard(A awaited) { (void)co_await std::move(awaited); }
  void start(task<> work, spawn_options options);
  join_awaiter join() noexcept { return join_awaiter(members_); }
  void throw_errors();

  members members_;
};

inline constexpr detail::wait_kind task_group::join_awaiter::kind_of_wait{
    "the tasks of its group", &task_group::join_awaiter::cancel, &task_group::join_awaiter::abandon,
    &task_group::join_awaiter::blockers};

// Runs `body(group)`, then waits for all children. An error, of the body or of a child, cancels the
// others; when all have ended, group_error is thrown with every error. Cancelled, it cancels body
// and children, waits for them, and goes on with `cancelled`.
template <class Body> task<> with_task_group(Body body) {
  task_group group;
  bool was_cancelled = false;
  // The body is a child too, so that a failing child cancels it.
  group.start(body(group), {});
  try {
    co_await group.join();
  } catch (const cancelled &) {
    was_cancelled = true;
  }
  if (group.members_.errors.empty() && was_cancelled)
    throw cancelled{};
  group.throw_errors();
}

} // namespace cotidy::rt
