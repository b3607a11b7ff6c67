// SPDX-License-Identifier: Apache-2.0
// What awaits many futures of Seastar.
#ifndef COTIDY_TEST_LIB_SEASTAR_CORE_WHEN_ALL_HH
#define COTIDY_TEST_LIB_SEASTAR_CORE_WHEN_ALL_HH

#include "future.hh"
#include <vector>
namespace seastar {
template <class T> future<std::vector<T>> when_all_succeed(std::vector<future<T>> &&);
future<> when_all_succeed(std::vector<future<>> &&);
} // namespace seastar

#endif
