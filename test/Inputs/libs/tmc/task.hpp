// SPDX-License-Identifier: Apache-2.0
// Tasks of TooManyCooks.
#ifndef COTIDY_TEST_LIB_TMC_TASK_HPP
#define COTIDY_TEST_LIB_TMC_TASK_HPP

#include <mock/promise.h>
namespace tmc {
template <class T> class [[nodiscard]] task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<task, T> {};
};
} // namespace tmc

#endif
