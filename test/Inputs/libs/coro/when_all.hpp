// SPDX-License-Identifier: Apache-2.0
// What awaits many tasks of libcoro.
#ifndef COTIDY_TEST_LIB_CORO_WHEN_ALL_HPP
#define COTIDY_TEST_LIB_CORO_WHEN_ALL_HPP

#include "task.hpp"
#include <vector>
namespace coro {
template <class T> struct when_all_task {
  T return_value();
};
template <class T> mock::awaiter<std::vector<when_all_task<T>>> when_all(std::vector<task<T>>);
} // namespace coro

#endif
