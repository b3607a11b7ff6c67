// SPDX-License-Identifier: Apache-2.0
// What awaits many senders of libunifex.
#ifndef COTIDY_TEST_LIB_UNIFEX_WHEN_ALL_RANGE_HPP
#define COTIDY_TEST_LIB_UNIFEX_WHEN_ALL_RANGE_HPP

#include "task.hpp"
#include <vector>
namespace unifex {
namespace _when_all_range {
struct _fn {
  template <class T>
  mock::awaiter<std::vector<T>>
  operator()(std::vector<typename _task::_task<T, false>::type>) const;
  mock::awaiter<std::vector<int>> operator()(std::vector<task<int>>) const;
};
} // namespace _when_all_range
inline constexpr _when_all_range::_fn when_all_range{};
} // namespace unifex

#endif
