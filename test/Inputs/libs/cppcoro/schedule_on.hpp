// SPDX-License-Identifier: Apache-2.0
// Running a task elsewhere.
#ifndef COTIDY_TEST_LIB_CPPCORO_SCHEDULE_ON_HPP
#define COTIDY_TEST_LIB_CPPCORO_SCHEDULE_ON_HPP

#include <cppcoro/task.hpp>
namespace cppcoro {
template <class Scheduler, class T> task<T> schedule_on(Scheduler &, task<T>);
template <class Scheduler, class T> task<T> resume_on(Scheduler &, task<T>);
} // namespace cppcoro

#endif
