// SPDX-License-Identifier: Apache-2.0
// Waiting from outside.
#ifndef COTIDY_TEST_LIB_FOLLY_CORO_BLOCKINGWAIT_H
#define COTIDY_TEST_LIB_FOLLY_CORO_BLOCKINGWAIT_H

#include <folly/coro/Task.h>
namespace folly::coro {
template <class T> T blockingWait(Task<T>);
}

#endif
