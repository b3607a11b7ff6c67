// SPDX-License-Identifier: Apache-2.0
// What awaits many tasks of async_simple.
#ifndef COTIDY_TEST_LIB_ASYNC_SIMPLE_CORO_COLLECT_H
#define COTIDY_TEST_LIB_ASYNC_SIMPLE_CORO_COLLECT_H

#include "Lazy.h"
#include <vector>
namespace async_simple {
template <class T> struct Try {
  T &value();
};
template <> struct Try<void> {
  void value();
};
namespace coro {
template <class T> Lazy<std::vector<Try<T>>> collectAll(std::vector<Lazy<T>> &&);
template <class T>
Lazy<std::vector<Try<T>>> collectAllWindowed(unsigned, bool, std::vector<Lazy<T>> &&);
} // namespace coro
} // namespace async_simple

#endif
