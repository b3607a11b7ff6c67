// SPDX-License-Identifier: Apache-2.0
// What awaits many tasks of the reference runtime.
#ifndef COTIDY_TEST_LIB_COTIDY_RUNTIME_GATHER_HPP
#define COTIDY_TEST_LIB_COTIDY_RUNTIME_GATHER_HPP

#include "task.hpp"
#include <vector>
namespace cotidy::rt {
struct gather_options {
  unsigned limit = 0;
};
template <class T> task<std::vector<T>> gather(std::vector<task<T>>, gather_options = {});
task<void> gather(std::vector<task<void>>, gather_options = {});
} // namespace cotidy::rt

#endif
