// SPDX-License-Identifier: Apache-2.0
// Sleeping in async_simple.
#ifndef COTIDY_TEST_LIB_ASYNC_SIMPLE_CORO_SLEEP_H
#define COTIDY_TEST_LIB_ASYNC_SIMPLE_CORO_SLEEP_H

#include <async_simple/coro/Lazy.h>
namespace async_simple::coro {
template <class Rep, class Period> Lazy<void> sleep(std::chrono::duration<Rep, Period>);
}

#endif
