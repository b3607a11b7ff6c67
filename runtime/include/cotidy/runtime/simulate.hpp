// SPDX-License-Identifier: Apache-2.0
// What to simulate, and which faults to inject.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>

namespace cotidy::rt {

class run_observer;

namespace detail {
struct schedule;
}

enum class fault {
  none,
  exception,  // injected_fault is thrown there
  cancel,     // the task that is suspended there is cancelled
  destroy,    // the main task's frame is destroyed there, and all that run() has left
  allocation, // a frame's allocation is refused there: std::bad_alloc
};

// What fault::exception throws.
class injected_fault : public std::exception {
public:
  const char *what() const noexcept override { return "a fault injected by the simulation"; }
};

// Thrown by run() when fault::destroy has destroyed the main task's frame.
class main_destroyed : public injected_fault {
public:
  const char *what() const noexcept override { return "the simulation destroyed the main task"; }
};

struct simulate_options {
  std::optional<std::uint64_t> seed = {}; // of every choice; without it nothing is simulated
  fault inject = fault::none;
  std::size_t at = 0;                 // at which suspension point (or allocation), counted from 0
  detail::schedule *follow = nullptr; // explore()'s own: choices to repeat, and what came of them
  run_observer *observer = nullptr;   // is told what happens; see observe.hpp
};

} // namespace cotidy::rt
