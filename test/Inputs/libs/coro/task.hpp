// SPDX-License-Identifier: Apache-2.0
// Tasks and generators of libcoro.
#ifndef COTIDY_TEST_LIB_CORO_TASK_HPP
#define COTIDY_TEST_LIB_CORO_TASK_HPP

#include <mock/promise.h>
namespace coro {
template <class T = void> class task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<task, T> {};
};
template <class T> class generator {
public:
  struct promise_type : mock::yields<generator, T> {};
  T *begin();
  T *end();
};
template <class T> T sync_wait(task<T>);
} // namespace coro

#endif
