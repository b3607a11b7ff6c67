// SPDX-License-Identifier: Apache-2.0
// Timed scheduling.
#ifndef COTIDY_TEST_LIB_UNIFEX_SCHEDULER_CONCEPTS_HPP
#define COTIDY_TEST_LIB_UNIFEX_SCHEDULER_CONCEPTS_HPP

#include <chrono>
#include <unifex/task.hpp>
namespace unifex {
struct _schedule_after_fn {
  template <class Scheduler, class Duration>
  mock::awaiter<void> operator()(Scheduler, Duration) const;
};
inline constexpr _schedule_after_fn schedule_after{};
} // namespace unifex

#endif
