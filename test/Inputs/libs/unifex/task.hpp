// SPDX-License-Identifier: Apache-2.0
// Tasks of libunifex, an alias of an inner class, and its function objects.
#ifndef COTIDY_TEST_LIB_UNIFEX_TASK_HPP
#define COTIDY_TEST_LIB_UNIFEX_TASK_HPP

#include <chrono>
#include <mock/promise.h>
namespace unifex {
namespace _task {
template <class T, bool NoThrow> struct _task {
  struct type;
};
template <class T, bool NoThrow> struct _task<T, NoThrow>::type : mock::awaiter<T> {
  struct promise_type : mock::promise<type, T> {};
};
} // namespace _task
template <class T = void> using task = typename _task::_task<T, false>::type;
namespace _static_thread_pool {
struct context {
  struct scheduler {};
  scheduler get_scheduler();
};
} // namespace _static_thread_pool
using static_thread_pool = _static_thread_pool::context;
struct timed_single_thread_context {
  struct scheduler {};
  scheduler get_scheduler();
};
namespace _schedule {
struct _fn {
  template <class Scheduler> mock::awaiter<void> operator()(Scheduler) const;
};
} // namespace _schedule
inline constexpr _schedule::_fn schedule{};
namespace _sync_wait {
struct _fn {
  template <class Sender> int operator()(Sender) const;
};
} // namespace _sync_wait
inline constexpr _sync_wait::_fn sync_wait{};
} // namespace unifex

#endif
