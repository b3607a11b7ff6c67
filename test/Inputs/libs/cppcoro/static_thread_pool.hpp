// SPDX-License-Identifier: Apache-2.0
// The pool.
#ifndef COTIDY_TEST_LIB_CPPCORO_STATIC_THREAD_POOL_HPP
#define COTIDY_TEST_LIB_CPPCORO_STATIC_THREAD_POOL_HPP

#include <mock/promise.h>
namespace cppcoro {
class static_thread_pool {
public:
  static_thread_pool();
  ~static_thread_pool();
  mock::awaiter<void> schedule();
};
} // namespace cppcoro

#endif
