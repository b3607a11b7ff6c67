// SPDX-License-Identifier: Apache-2.0
// What the runtime's tests share: exploring with every fault, and things that count themselves.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "cotidy/runtime/explore.hpp"

namespace cotidy::rt::test {

using namespace std::chrono_literals;

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
inline constexpr bool gcc12 = true; // its mistakes are not the runtime's
#else
inline constexpr bool gcc12 = false;
#endif

// What a program holds while it runs; nothing may be left when the run is over.
struct counted {
  static inline int alive = 0;
  int value;
  explicit counted(int v = 0) : value(v) { ++alive; }
  counted(const counted &other) : value(other.value) { ++alive; }
  counted(counted &&other) noexcept : value(other.value) { ++alive; }
  counted &operator=(const counted &) = default;
  ~counted() { --alive; }
};

inline void nothing_left() {
  if (counted::alive != 0)
    throw std::runtime_error(std::to_string(std::exchange(counted::alive, 0)) +
                             " objects were left behind");
}

// Fails the run, also where gtest's own macros are of no use: explore() wants an exception.
inline void require(bool holds, const char *what) {
  if (!holds)
    throw std::runtime_error(what);
}

// Whether a fault is injected into this run.
inline bool faulty = false;

// What holds unless a fault came between.
inline void require_unless_faulty(bool holds, const char *what) { require(holds || faulty, what); }

inline const char *name_of(fault injected) {
  switch (injected) {
  case fault::none:
    return "no fault";
  case fault::exception:
    return "an exception";
  case fault::cancel:
    return "a cancellation";
  case fault::destroy:
    return "destruction";
  case fault::allocation:
    return "a refused allocation";
  }
  return "";
}

// The program holds its promises under many schedules, and leaves nothing behind when each kind of
// fault comes at each of its suspension points.
inline void expect_sound(const std::function<task<>()> &program, std::size_t schedules = 30) {
  for (const fault injected :
       {fault::none, fault::exception, fault::cancel, fault::destroy, fault::allocation}) {
    explore_options options;
    options.schedules = schedules;
    options.inject = injected;
    options.after = nothing_left;
    faulty = injected != fault::none;
    const explore_result result = explore(program, options);
    if (result.failure)
      ADD_FAILURE() << "with " << name_of(injected) << " at " << result.failure->at << ", seed "
                    << result.failure->seed.value_or(0) << ": " << result.failure->what;
  }
  faulty = false;
  explore_options every;
  every.exhaustive = true;
  every.preemptions = 2;
  every.schedules = 500;
  every.after = nothing_left;
  const explore_result result = explore(program, every);
  if (result.failure)
    ADD_FAILURE() << "exhaustive: " << result.failure->what;
}

} // namespace cotidy::rt::test
