// SPDX-License-Identifier: Apache-2.0
// What awaits many tasks of TooManyCooks.
#ifndef COTIDY_TEST_LIB_TMC_SPAWN_MANY_HPP
#define COTIDY_TEST_LIB_TMC_SPAWN_MANY_HPP

#include "task.hpp"
#include <vector>
namespace tmc {
template <class T> mock::awaiter<std::vector<T>> spawn_many(task<T> *, task<T> *);
mock::awaiter<void> spawn_many(task<void> *, task<void> *);
} // namespace tmc

#endif
