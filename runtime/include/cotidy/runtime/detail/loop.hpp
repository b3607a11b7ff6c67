// SPDX-License-Identifier: Apache-2.0
// The event loop: the queue of tasks that can run, the list of all that live, and the clock.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cotidy/runtime/detail/coroutine.hpp"
#include "cotidy/runtime/detail/timers.hpp"
#include "cotidy/runtime/observe.hpp"

namespace cotidy::rt::detail {

class debugger;
class open_list;
class simulator;
struct io_state;

// Work that another thread hands to a loop: run() is called on the loop's thread. Linked while it
// is under way, so that whoever destroys it first can take it back.
struct message : link {
  message() noexcept { next = nullptr; }
  virtual void run() noexcept = 0;

protected:
  ~message() = default;
};

class loop {
public:
  explicit loop(const run_options &options);
  ~loop();
  loop(const loop &) = delete;
  loop &operator=(const loop &) = delete;

  coroutine *current = nullptr;          // the task that runs now
  ending ended_with = ending::destroyed; // how the main task has ended, for the observer

  void make_ready(coroutine &task) noexcept {
    task.state = task_state::ready;
    task.next_ready = nullptr;
    *ready_tail_ = &task;
    ready_tail_ = &task.next_ready;
  }

  // Puts the task in front of those that can run, behind those that were put there through the same
  // cursor, which begins as front(). A task that waits for children gives its turn to them, and the
  // last of them gives it back: so a tree of tasks runs depth first, in the memory of one branch.
  void make_ready_next(coroutine &task, coroutine **&cursor,
                       task_state state = task_state::ready) noexcept {
    task.state = state;
    task.next_ready = *cursor;
    if (!task.next_ready)
      ready_tail_ = &task.next_ready;
    *cursor = &task;
    cursor = &task.next_ready;
  }
  coroutine **front() noexcept { return &ready_; }

  // Makes a task of a coroutine that nobody awaits. It is not ready yet.
  void prepare(coroutine &task, completion *on_done) noexcept {
    task.parent = current;
    task.on_done = on_done;
    task.resume_at = task.handle();
    task.id = next_id_++;
    task.watched = watched_;
    live_.push_back(task);
  }
  // The same, and it runs when its turn comes.
  void start(coroutine &task, completion *on_done) noexcept {
    prepare(task, on_done);
    make_ready(task);
    task.state = task_state::fresh;
  }

  // The task's coroutine has come to its end.
  void ended(coroutine &task) noexcept {
    task.unlink();
    task.state = task_state::done;
    if (task.watched) [[unlikely]]
      tell_ended(task);
    if (task.on_done)
      task.on_done->done(*task.on_done, task);
    else if (!task.has(is_owned))
      drop(task);
  }

  // Delivers `cancelled` once, where the task is suspended or at its next suspension point. A task
  // that has not begun never begins. Nothing happens to one that has ended.
  void cancel(coroutine &task) noexcept;

  // Destroys the frame of a task in whatever state it is.
  void destroy(coroutine &task) noexcept;

  // Destroys a task that has ended and that nobody owns; its error was seen by nobody.
  void drop(coroutine &task) noexcept;
  // What was kept about the task on the side is no longer needed.
  void forget(coroutine &task) noexcept;
  // The end of a run that cannot be ended otherwise: destroys every task that nobody owns, and
  // from now on each that its owner gives up.
  void destroy_all() noexcept;
  void leave_owned() noexcept;
  bool tearing_down() const noexcept { return tearing_down_; }
  void for_each_live(const std::function<void(coroutine &)> &see) const;

  // Runs until `main` has ended, cancels what is left and runs until that has ended too. Throws
  // `deadlock` when that cannot be.
  void run(coroutine &main);

  // Now, as of the last look at the clock: one look a batch of tasks.
  timer_heap timers;
  std::chrono::nanoseconds now() const;

  // From any thread.
  void post(message &item) noexcept;
  void take_back(message &item) noexcept;
  // Something outside (a pool's thread) will call post().
  void expect_outside() noexcept { ++expected_; }
  void came_from_outside() noexcept { --expected_; }

  // Lets epoll tell about a descriptor. Throws std::system_error.
  void watch(io_state &io);
  void unwatch(io_state &io) noexcept;
  // A number that no other loop has or had.
  std::uint64_t serial() const noexcept { return serial_; }

  std::string name_of(const coroutine &task) const;
  void set_name(coroutine &task, std::string_view name);
  std::stop_token stop_token_of(coroutine &task);

  // The tree of tasks, each with the stack of its awaits.
  std::string tree() const;
  // Who waits for whom.
  std::string deadlock_report() const;

  // A person should see this: to the options' reporter, or to standard error.
  void report(const std::string &text) const noexcept;

  void report_unseen(const coroutine &task) const noexcept;
  bool is_named(const coroutine &task) const;

  // The slow paths of a suspension point.
  void interrupt_suspension(coroutine &task);
  void throw_interruption(coroutine &task);

  simulator *simulated() const noexcept { return simulator_.get(); }
  // Null when nobody watches.
  run_observer *observed() const noexcept;
  debugger *debugged() const noexcept { return debugger_.get(); }
  // Null when nobody wants to know what is open.
  open_list *opened() const noexcept { return opened_.get(); }
  // At the end, when every task is gone.
  void report_open();
  int wake_fd() const noexcept { return wake_fd_; }

private:
  friend class simulator;

  struct side_data {
    std::string name;
    std::unique_ptr<std::stop_source> stop;
  };

  struct never_begun;

  bool run_batch();
  void tell_ended(const coroutine &task);
  void look_at_clock();
  void poll(const timespec *longest);
  bool wait_outside();
  void run_inbox() noexcept;
  void remove_ready(coroutine &task) noexcept;
  void cancel_all() noexcept;
  void close_all() noexcept;

  coroutine *ready_ = nullptr;
  coroutine **ready_tail_ = &ready_;
  link live_;
  std::uint32_t next_id_ = 1;
  bool watched_ = false;
  bool tearing_down_ = false;
  std::size_t expected_ = 0;
  std::unordered_map<const coroutine *, side_data> side_;
  std::function<void(std::string_view)> reporter_;
  std::coroutine_handle<> never_begun_; // what runs in place of a task that was cancelled too soon
  std::unique_ptr<simulator> simulator_;
  std::unique_ptr<debugger> debugger_;
  std::unique_ptr<open_list> opened_;

  std::mutex inbox_mutex_;
  link inbox_;
  std::atomic<bool> inbox_filled_ = false;
  int wake_fd_ = -1;
  int epoll_fd_ = -1;
  std::uint64_t serial_;
  unsigned batches_ = 0;
};

// The loop of a run with these options, or what the hook makes of them.
loop hooked_loop(const run_options &options);

inline loop &this_loop() noexcept { return *current_loop; }

// The owner of a task that runs by itself gives it up: reports an error that nobody has seen,
// destroys it when it has ended, and lets it run on when not.
void let_go(coroutine &task) noexcept;

template <our_promise P> void waiting::suspend(std::coroutine_handle<P> at, const wait_kind &in) {
  loop &l = this_loop();
  coroutine &running = *l.current;
  if (running.has(cancel_pending) || running.watched) [[unlikely]]
    l.interrupt_suspension(running);
  next = nullptr;
  who = &running;
  kind = &in;
  running.resume_at = at;
  running.waits_in = this;
  running.state = task_state::waiting;
}

inline void waiting::resumed() {
  if (coroutine *woken = who) {
    who = nullptr;
    if (woken->has(interrupt)) [[unlikely]]
      this_loop().throw_interruption(*woken);
  }
}

inline void waiting::wake() noexcept { this_loop().make_ready(*who); }

inline void waiting::wake_next() noexcept {
  loop &l = this_loop();
  coroutine **cursor = l.front();
  l.make_ready_next(*who, cursor);
}

inline void waiting::wake_cancelled() noexcept {
  who->set(interrupt);
  wake();
}

} // namespace cotidy::rt::detail
