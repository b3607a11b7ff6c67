// SPDX-License-Identifier: Apache-2.0
// Generators of cppcoro.
#ifndef COTIDY_TEST_LIB_CPPCORO_GENERATOR_HPP
#define COTIDY_TEST_LIB_CPPCORO_GENERATOR_HPP

#include <mock/promise.h>
namespace cppcoro {
template <class T> class generator {
public:
  struct promise_type : mock::yields<generator, T> {};
  T *begin();
  T *end();
};
template <class T> class async_generator {
public:
  struct promise_type : mock::yields<async_generator, T> {};
  mock::awaiter<T *> begin();
};
} // namespace cppcoro

#endif
