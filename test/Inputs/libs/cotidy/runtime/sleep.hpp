// SPDX-License-Identifier: Apache-2.0
// Sleeping in the reference runtime.
#ifndef COTIDY_TEST_LIB_COTIDY_RUNTIME_SLEEP_HPP
#define COTIDY_TEST_LIB_COTIDY_RUNTIME_SLEEP_HPP

#include <chrono>
#include <cotidy/runtime/task.hpp>
namespace cotidy::rt {
task<void> sleep_for(std::chrono::nanoseconds);
}

#endif
