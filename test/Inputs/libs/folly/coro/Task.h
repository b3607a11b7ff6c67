// SPDX-License-Identifier: Apache-2.0
// Tasks of folly.
#ifndef COTIDY_TEST_LIB_FOLLY_CORO_TASK_H
#define COTIDY_TEST_LIB_FOLLY_CORO_TASK_H

#include <mock/promise.h>
namespace folly {
class Executor {
public:
  template <class E = Executor> class KeepAlive {};
};
namespace coro {
template <class T = void> class TaskWithExecutor : public mock::awaiter<T> {};
template <class T = void> class Task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<Task, T> {};
};
template <class E, class T> TaskWithExecutor<T> co_withExecutor(E, Task<T>);
inline constexpr struct co_current_executor_t : mock::awaiter<Executor *> {
} co_current_executor;
} // namespace coro
} // namespace folly

#endif
