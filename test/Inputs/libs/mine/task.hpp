// SPDX-License-Identifier: Apache-2.0
// A coroutine library that no model knows.
#ifndef COTIDY_TEST_LIB_MINE_TASK_HPP
#define COTIDY_TEST_LIB_MINE_TASK_HPP

#include <mock/promise.h>
namespace mine {
template <class T = void> class [[nodiscard]] task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<task, T> {};
};
template <class T> class sequence {
public:
  struct promise_type : mock::yields<sequence, T> {};
  T *begin();
  T *end();
};
template <class T> class stream {
public:
  struct promise_type : mock::yields<stream, T> {};
  mock::awaiter<T *> next();
};
} // namespace mine

#endif
