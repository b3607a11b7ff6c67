// SPDX-License-Identifier: Apache-2.0
// Tasks of the reference runtime.
#ifndef COTIDY_TEST_LIB_COTIDY_RUNTIME_TASK_HPP
#define COTIDY_TEST_LIB_COTIDY_RUNTIME_TASK_HPP

#include <mock/promise.h>
namespace cotidy::rt {
template <class T = void> class task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<task, T> {};
};
template <class T> T run(task<T>);
template <class T> struct handle : mock::awaiter<T> {};
template <class T> handle<T> spawn(task<T>);
} // namespace cotidy::rt

#endif
