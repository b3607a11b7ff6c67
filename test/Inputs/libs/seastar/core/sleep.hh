// SPDX-License-Identifier: Apache-2.0
// Sleeping in Seastar.
#ifndef COTIDY_TEST_LIB_SEASTAR_CORE_SLEEP_HH
#define COTIDY_TEST_LIB_SEASTAR_CORE_SLEEP_HH

#include <chrono>
#include <seastar/core/future.hh>
namespace seastar {
template <class Rep, class Period> future<void> sleep(std::chrono::duration<Rep, Period>);
}

#endif
