// SPDX-License-Identifier: Apache-2.0
// explore(): one program under many schedules, with faults.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cotidy/runtime/run.hpp"

namespace cotidy::rt {

struct explore_options {
  std::size_t schedules = 100; // at most so many, faults not counted
  std::uint64_t seed = 1;      // of the first schedule; the next has the next number
  // Instead of by seeds, goes through all schedules in which at most `preemptions` times another
  // task runs than the one that has been ready longest.
  bool exhaustive = false;
  std::size_t preemptions = 2;
  // Runs each schedule again for each of its suspension points (or frame allocations), with the
  // fault there. That the program ends with this fault is right; with another error is not.
  fault inject = fault::none;
  bool nothing_open = false; // a run that leaves something open has failed
  // Called after each run: throws if something was left behind.
  std::function<void()> after = {};
};

// A run that went wrong, and all that it takes to see it again.
struct explore_failure {
  std::optional<std::uint64_t> seed; // without it the choices say it all
  std::vector<std::uint32_t> choices;
  fault inject = fault::none;
  std::size_t at = 0;
  std::string what;
};

struct explore_result {
  std::size_t runs = 0;
  std::size_t schedules = 0;
  bool exhausted = false; // there are no more schedules within the bound
  std::optional<explore_failure> failure;
  explicit operator bool() const noexcept { return !failure; }
};

// Runs what `program` gives, anew for each schedule, until one run throws (a deadlock throws too).
explore_result explore(const std::function<task<>()> &program, const explore_options &options = {});

// Runs a failure again; throws what it threw.
void replay(const std::function<task<>()> &program, const explore_failure &failure);

} // namespace cotidy::rt
