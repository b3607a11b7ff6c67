// SPDX-License-Identifier: Apache-2.0
// What awaits many tasks of Boost.Cobalt.
#ifndef COTIDY_TEST_LIB_BOOST_COBALT_JOIN_HPP
#define COTIDY_TEST_LIB_BOOST_COBALT_JOIN_HPP

#include "task.hpp"
#include <vector>
namespace boost::cobalt {
template <class T> mock::awaiter<std::vector<T>> join(std::vector<task<T>> &);
mock::awaiter<void> join(std::vector<task<void>> &);
template <class T> mock::awaiter<std::vector<T>> join(std::vector<promise<T>> &);
mock::awaiter<void> join(std::vector<promise<void>> &);
} // namespace boost::cobalt

#endif
