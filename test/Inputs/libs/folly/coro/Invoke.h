// SPDX-License-Identifier: Apache-2.0
// Calling a coroutine lambda and keeping it alive.
#ifndef COTIDY_TEST_LIB_FOLLY_CORO_INVOKE_H
#define COTIDY_TEST_LIB_FOLLY_CORO_INVOKE_H

#include <folly/coro/Task.h>
namespace folly::coro {
template <class F> std::invoke_result_t<F> co_invoke(F) {
  return {};
}
}

#endif
