// SPDX-License-Identifier: Apache-2.0
// What awaits many tasks of folly.
#ifndef COTIDY_TEST_LIB_FOLLY_CORO_COLLECT_H
#define COTIDY_TEST_LIB_FOLLY_CORO_COLLECT_H

#include "Task.h"
#include <vector>
namespace folly::coro {
template <class T> Task<std::vector<T>> collectAllRange(std::vector<Task<T>>);
Task<void> collectAllRange(std::vector<Task<void>>);
template <class T> Task<std::vector<T>> collectAllWindowed(std::vector<Task<T>>, unsigned);
Task<void> collectAllWindowed(std::vector<Task<void>>, unsigned);
} // namespace folly::coro

#endif
