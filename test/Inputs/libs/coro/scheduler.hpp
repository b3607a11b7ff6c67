// SPDX-License-Identifier: Apache-2.0
// The event loop.
#ifndef COTIDY_TEST_LIB_CORO_SCHEDULER_HPP
#define COTIDY_TEST_LIB_CORO_SCHEDULER_HPP

#include <chrono>
#include <coro/task.hpp>
namespace coro {
class scheduler {
public:
  mock::awaiter<void> schedule();
  template <class Rep, class Period>
  mock::awaiter<void> yield_for(std::chrono::duration<Rep, Period>);
  mock::awaiter<void> yield_until(std::chrono::steady_clock::time_point);
};
} // namespace coro

#endif
