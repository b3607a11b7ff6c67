// SPDX-License-Identifier: Apache-2.0
// The pool.
#ifndef COTIDY_TEST_LIB_CORO_THREAD_POOL_HPP
#define COTIDY_TEST_LIB_CORO_THREAD_POOL_HPP

#include <coro/task.hpp>
namespace coro {
class thread_pool {
public:
  mock::awaiter<void> schedule();
  template <class T> task<T> schedule(task<T>);
  bool spawn_detached(task<void>);
  void shutdown();
};
} // namespace coro

#endif
