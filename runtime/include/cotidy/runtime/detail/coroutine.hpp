// SPDX-License-Identifier: Apache-2.0
// What every coroutine of the runtime has in its frame, and what it is suspended in.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <source_location>
#include <type_traits>
#include <utility>

#include "cotidy/runtime/detail/frame_pool.hpp"
#include "cotidy/runtime/errors.hpp"

namespace cotidy::rt::detail {

class loop;
struct coroutine;
struct waiting;

// A member of a circular list: it leaves without knowing the list. Not linked: next is null. Not
// initialised by itself: one lies in each frame, and most are never linked.
struct link {
  link *prev;
  link *next;

  link() noexcept {}

  bool linked() const noexcept { return next != nullptr; }
  void make_head() noexcept { prev = next = this; }
  bool empty() const noexcept { return next == this; }
  void push_back(link &item) noexcept {
    item.prev = prev;
    item.next = this;
    prev->next = &item;
    prev = &item;
  }
  void unlink() noexcept {
    prev->next = next;
    next->prev = prev;
    next = nullptr;
  }
};

// Told when a task that runs by itself has ended. `done` may destroy the task.
struct completion {
  void (*done)(completion &self, coroutine &ended) noexcept;
};

// Names of the kinds of waits, what cancels them, and who could end them.
struct wait_kind {
  const char *what;
  // The task that waits is to be cancelled. Leaves the queue and wakes it with `cancelled`, or
  // passes the cancellation on to whom it waits for.
  void (*cancel)(waiting &self) noexcept;
  // The frame is destroyed while it waits, or when it was woken and has not run since.
  void (*abandon)(waiting &self) noexcept;
  // Calls `tell(context, task)` for each task that could end this wait. Null: nobody knows.
  void (*blockers)(const waiting &self, void (*tell)(void *context, coroutine &task),
                   void *context);
  // Whether something outside of the loop's tasks can end this wait.
  bool from_outside = false;
};

// Three can run: `fresh` has not begun, `yielding` can still be cancelled where it is.
enum class task_state : std::uint8_t { idle, fresh, ready, yielding, running, waiting, done };

enum bits : std::uint16_t {
  has_value = 1,
  has_error = 2,
  was_cancelled = 4,   // the error is `cancelled`
  is_owned = 8,        // somebody else destroys the frame
  cancel_pending = 16, // to be thrown at the next suspension point
  cancel_asked = 32,   // cancel() was called at least once
  interrupt = 64,      // throw when resumed: a cancellation, or a fault that the loop holds
  on_the_side = 128,   // the loop keeps more about this task: name, stop source
  was_awaited = 256,   // its result was taken
  masked = 512         // cancellations are put off
};

// What a task can await has an awaiter with this base: only such wake it through the loop.
struct loop_awaiter {};

template <class A> decltype(auto) awaiter_of(A &&awaited) {
  if constexpr (requires { static_cast<A &&>(awaited).operator co_await(); })
    return static_cast<A &&>(awaited).operator co_await();
  else
    return static_cast<A &&>(awaited);
}
template <class A> using awaiter_t = std::remove_cvref_t<decltype(awaiter_of(std::declval<A>()))>;

template <class A>
concept awaitable = std::is_base_of_v<loop_awaiter, awaiter_t<A>>;
template <class A> using await_result_t = decltype(std::declval<awaiter_t<A> &>().await_resume());

// The base of all promises. The first part is about the coroutine; the second is used by a task
// that runs by itself (the main one, spawned ones, the children of gather and its kin), and is not
// initialised in coroutines that another one awaits.
struct coroutine : link {       // in the list of live tasks
  coroutine *awaiter = nullptr; // the coroutine that awaits this one; null: runs by itself
  std::source_location where;   // the last co_await; before the first, the coroutine itself
  task_state state = task_state::idle;
  bool watched; // each suspension point asks the simulation
  std::uint16_t flags = 0;
  std::uint32_t id;

  coroutine *parent;
  union {
    coroutine *next_ready;       // when ready
    waiting *waits_in;           // when waiting
    std::exception_ptr *failure; // when it ended with an error
  };
  std::coroutine_handle<> resume_at;
  completion *on_done;

  explicit coroutine(std::source_location here) noexcept : where(here) {}
  coroutine(const coroutine &) = delete;
  coroutine &operator=(const coroutine &) = delete;

  bool has(bits bit) const noexcept { return (flags & bit) != 0; }
  void set(bits bit) noexcept { flags = static_cast<std::uint16_t>(flags | bit); }
  void clear(bits bit) noexcept { flags = static_cast<std::uint16_t>(flags & ~bit); }

  bool in_queue() const noexcept {
    return state == task_state::ready || state == task_state::fresh ||
           state == task_state::yielding;
  }

  static void *operator new(std::size_t size) { return allocate_frame(size); }
  static void operator delete(void *frame, std::size_t size) noexcept {
    release_frame(frame, size);
  }

  std::suspend_always initial_suspend() noexcept { return {}; }

  // Notes the source line of every await: reports and await stacks are made of it.
  template <awaitable A>
  A &&await_transform(A &&awaited,
                      std::source_location here = std::source_location::current()) noexcept {
    where = here;
    return static_cast<A &&>(awaited);
  }

  // Every promise begins with this base and has no alignment beyond the frame's own, so the frame
  // is found from it, whatever the promise's type.
  std::coroutine_handle<> handle() noexcept {
    return std::coroutine_handle<coroutine>::from_promise(*this);
  }
  static coroutine &of(std::coroutine_handle<> handle) noexcept {
    return std::coroutine_handle<coroutine>::from_address(handle.address()).promise();
  }
};

template <class P>
concept our_promise = std::is_base_of_v<coroutine, P>;

// The loop that runs on this thread; null outside of run().
inline constinit thread_local loop *current_loop = nullptr;

// The base of every awaiter that suspends: one wait of one task. It lies in the frame that waits,
// and in the list of the thing that it waits for.
struct waiting : link, loop_awaiter {
  coroutine *who = nullptr; // the task that waits; null while not suspended
  const wait_kind *kind;

  waiting() noexcept {}
  // Moved only before it is suspended.
  waiting(waiting &&) noexcept {}
  waiting &operator=(const waiting &) = delete;

  // Called by the destructor of each that derives from this, while it is still whole.
  void leave() noexcept {
    if (who) [[unlikely]]
      kind->abandon(*this);
  }

  // Suspends the running task in this wait; throws `cancelled` (or an injected fault) instead when
  // one is due. Called before the wait is put into any list.
  template <our_promise P> void suspend(std::coroutine_handle<P> at, const wait_kind &in);

  // Begins every await_resume: throws what ended the wait early.
  void resumed();

  // Lets the task run on. The wait has left its list.
  void wake() noexcept;
  // The same, ahead of those that can run already.
  void wake_next() noexcept;
  // The same, and `cancelled` is thrown there.
  void wake_cancelled() noexcept;
};

// The usual wait: in one list, of which it takes itself out.
void cancel_in_list(waiting &self) noexcept;
void abandon_in_list(waiting &self) noexcept;

} // namespace cotidy::rt::detail
