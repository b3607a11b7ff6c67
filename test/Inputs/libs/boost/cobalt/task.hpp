// SPDX-License-Identifier: Apache-2.0
// Tasks and promises of Boost.Cobalt.
#ifndef COTIDY_TEST_LIB_BOOST_COBALT_TASK_HPP
#define COTIDY_TEST_LIB_BOOST_COBALT_TASK_HPP

#include <mock/promise.h>
namespace boost::cobalt {
template <class T> class [[nodiscard]] task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<task, T> {};
};
template <class T> class [[nodiscard]] promise : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<promise, T, std::suspend_never> {};
};
} // namespace boost::cobalt

#endif
