// SPDX-License-Identifier: Apache-2.0
// The event loop.
#ifndef COTIDY_TEST_LIB_CPPCORO_IO_SERVICE_HPP
#define COTIDY_TEST_LIB_CPPCORO_IO_SERVICE_HPP

#include <chrono>
#include <mock/promise.h>
namespace cppcoro {
class io_service {
public:
  io_service();
  mock::awaiter<void> schedule();
  template <class Rep, class Period>
  mock::awaiter<void> schedule_after(const std::chrono::duration<Rep, Period> &);
  unsigned long process_events();
};
} // namespace cppcoro

#endif
