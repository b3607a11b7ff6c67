// SPDX-License-Identifier: Apache-2.0
// Sleeping in folly.
#ifndef COTIDY_TEST_LIB_FOLLY_CORO_SLEEP_H
#define COTIDY_TEST_LIB_FOLLY_CORO_SLEEP_H

#include <chrono>
#include <folly/coro/Task.h>
namespace folly::coro {
Task<void> sleep(std::chrono::microseconds);
}

#endif
