// SPDX-License-Identifier: Apache-2.0
// The simulated scheduler: virtual time, and every choice from a seed or a given list.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "cotidy/runtime/detail/loop.hpp"
#include "cotidy/runtime/detail/simulated_net.hpp"
#include "cotidy/runtime/observe.hpp"
#include "cotidy/runtime/simulate.hpp"

namespace cotidy::rt::detail {

// The choices of one run. Those beyond `given` are made by the seed, or are the first alternative
// each, when `seeded` is false. What was chosen, among how many, is noted.
struct schedule {
  struct choice {
    std::uint32_t chosen;
    std::uint32_t of;
  };
  std::vector<std::uint32_t> given;
  bool seeded = true;
  std::vector<choice> made;
  std::size_t suspension_points = 0;
  std::size_t allocations = 0;
  bool injected = false; // the fault that was asked for has happened
};

class simulator {
public:
  simulator(loop &on, const simulate_options &options);
  ~simulator();

  std::chrono::nanoseconds now{0};
  simulated_network network;

  // One of `alternatives`, of which there is at least one.
  std::size_t choose(std::size_t alternatives);
  // A time up to `longest`, for what would take its time outside.
  std::chrono::nanoseconds latency(std::chrono::nanoseconds longest);

  // What runs now takes so much longer.
  void pass(std::chrono::nanoseconds time) noexcept { (elsewhere_ ? *elsewhere_ : now) += time; }
  // Calls what would run on another thread. Returns how long it has taken, in virtual time.
  template <class F> std::chrono::nanoseconds elsewhere(F call) {
    std::chrono::nanoseconds taken{0};
    auto *before = std::exchange(elsewhere_, &taken);
    call();
    elsewhere_ = before;
    return taken;
  }

  run_observer *observer() const noexcept { return options_.observer; }
  // Runs a task until it is suspended or ends.
  void step(coroutine &task);
  void task_ended(const coroutine &task, ending how);

  // Takes what has become ready from the loop; the task to run next, null if there is none.
  coroutine *pick();
  void remove(coroutine &task) noexcept;
  void clear() noexcept { ready_.clear(); }
  bool has_ready() const noexcept { return !ready_.empty(); }

  // A task is about to be suspended: throws the fault that is due there.
  void at_suspension(coroutine &task);
  // After each step: what at_suspension() has left to do when the task lies still.
  void after_step();
  // The main task's frame is to be destroyed now.
  bool wants_main_destroyed() const noexcept { return to_destroy_; }

private:
  static bool may_allocate(void *self) noexcept;
  std::uint64_t random() noexcept;

  loop &loop_;
  simulate_options options_;
  schedule own_;
  schedule &schedule_;
  std::uint64_t state_;
  std::vector<coroutine *> ready_;
  std::size_t next_choice_ = 0;
  coroutine *to_cancel_ = nullptr;
  bool to_destroy_ = false;
  coroutine *running_ = nullptr;                  // as long as it has not ended
  std::chrono::nanoseconds *elsewhere_ = nullptr; // during a call that is not on the loop's thread
  std::optional<frame_allocation_hook> allocations_;
};

} // namespace cotidy::rt::detail
