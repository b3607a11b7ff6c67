// SPDX-License-Identifier: Apache-2.0
// The event loop, by its old name.
#ifndef COTIDY_TEST_LIB_CORO_IO_SCHEDULER_HPP
#define COTIDY_TEST_LIB_CORO_IO_SCHEDULER_HPP

#include <chrono>
#include <coro/task.hpp>
namespace coro {
class io_scheduler {
public:
  mock::awaiter<void> schedule();
  mock::awaiter<void> yield_for(std::chrono::milliseconds);
  mock::awaiter<void> yield_until(std::chrono::steady_clock::time_point);
};
} // namespace coro

#endif
