// SPDX-License-Identifier: Apache-2.0
// Waiting from outside.
#ifndef COTIDY_TEST_LIB_CPPCORO_SYNC_WAIT_HPP
#define COTIDY_TEST_LIB_CPPCORO_SYNC_WAIT_HPP

#include <cppcoro/task.hpp>
namespace cppcoro {
template <class T> T sync_wait(task<T>);
}

#endif
