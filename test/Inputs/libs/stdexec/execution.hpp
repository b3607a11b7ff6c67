// SPDX-License-Identifier: Apache-2.0
// The parts of stdexec and exec that the model names.
#ifndef COTIDY_TEST_LIB_STDEXEC_EXECUTION_HPP
#define COTIDY_TEST_LIB_STDEXEC_EXECUTION_HPP

#include <mock/promise.h>
namespace stdexec {
struct sync_wait_t {
  template <class Sender> int operator()(Sender &&) const;
};
inline constexpr sync_wait_t sync_wait{};
struct run_loop {
  void run();
};
} // namespace stdexec
namespace exec {
namespace __task {
template <class T, class Context> struct basic_task : mock::awaiter<T> {
  struct promise_type : mock::promise<basic_task, T> {};
};
} // namespace __task
template <class T> using task = __task::basic_task<T, int>;
namespace _pool_ {
struct _static_thread_pool {
  struct scheduler {};
  scheduler get_scheduler();
};
} // namespace _pool_
using static_thread_pool = _pool_::_static_thread_pool;
template <class Scheduler> mock::awaiter<void> reschedule_coroutine_on(Scheduler);
} // namespace exec

#endif
