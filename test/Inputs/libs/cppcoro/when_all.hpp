// SPDX-License-Identifier: Apache-2.0
// What awaits many tasks of cppcoro.
#ifndef COTIDY_TEST_LIB_CPPCORO_WHEN_ALL_HPP
#define COTIDY_TEST_LIB_CPPCORO_WHEN_ALL_HPP

#include "task.hpp"
#include <vector>
namespace cppcoro {
template <class T> mock::awaiter<std::vector<T>> when_all(std::vector<task<T>>);
mock::awaiter<void> when_all(std::vector<task<void>>);
} // namespace cppcoro

#endif
