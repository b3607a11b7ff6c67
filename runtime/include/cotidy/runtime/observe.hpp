// SPDX-License-Identifier: Apache-2.0
// Watching simulated runs, and simulating a program that does not ask for it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <source_location>
#include <string>
#include <vector>

namespace cotidy::rt {

struct run_options;

namespace detail {
class loop;
struct coroutine;
} // namespace detail

enum class ending : std::uint8_t { returned, failed, cancelled, destroyed, deadlock };

// A task as an observer sees it, for as long as the call lasts.
class observed_task {
public:
  observed_task(const detail::loop &on, const detail::coroutine &task) noexcept
      : loop_(on), task_(task) {}

  std::uint32_t id() const noexcept; // 1 is the main task
  // In quotes if it was given one, else its function and its number.
  std::string name() const;
  bool named() const;
  // "a timer", "a mutex", ...; "can run", "runs", "not begun", "has ended".
  const char *state() const noexcept;
  // Whether somebody wants it to end.
  bool cancelling() const noexcept;
  // The await of each of its coroutines, innermost first.
  std::vector<std::source_location> stack() const;

private:
  const detail::loop &loop_;
  const detail::coroutine &task_;
};

// Told what happens in a simulation (simulate_options::observer), on its thread. `now` is virtual.
// Nothing here may throw.
class run_observer {
public:
  using time = std::chrono::nanoseconds;

  virtual void step_begins(const observed_task &, bool /*first*/, time /*now*/) {}
  // Not called for the step in which the task ends; task_ends() is.
  virtual void step_ends(const observed_task &, time /*now*/) {}
  virtual void task_ends(const observed_task &, ending, time /*now*/) {}
  virtual void fault_injected(const observed_task &, time /*now*/) {}
  // A coroutine was destroyed and had never run.
  virtual void never_awaited(const std::source_location &) {}
  // A task has ended with an error that nobody will see.
  virtual void error_unseen(const observed_task &) {}
  // The main task has ended, and all that it has left behind.
  virtual void run_ends(ending, time /*now*/) {}

protected:
  ~run_observer() = default;
};

// Called at the start of each run() with a copy of its options, which it may change: for tools that
// simulate programs which others have written. Null takes it away. Not for use during a run.
using run_hook = void (*)(run_options &options);
void set_run_hook(run_hook hook) noexcept;

// In a simulation, what runs now takes so much longer: a step, or a call on another thread. Returns
// false, and does nothing, on a thread that simulates nothing.
bool pass_time(std::chrono::nanoseconds time) noexcept;

// The virtual time of the simulation on this thread.
std::optional<std::chrono::nanoseconds> simulated_now() noexcept;

} // namespace cotidy::rt
