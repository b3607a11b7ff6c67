// SPDX-License-Identifier: Apache-2.0
// Tasks of cppcoro.
#ifndef COTIDY_TEST_LIB_CPPCORO_TASK_HPP
#define COTIDY_TEST_LIB_CPPCORO_TASK_HPP

#include <mock/promise.h>
namespace cppcoro {
template <class T = void> class task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<task, T> {};
};
} // namespace cppcoro

#endif
