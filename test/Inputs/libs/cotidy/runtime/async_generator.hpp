// SPDX-License-Identifier: Apache-2.0
// Generators of the reference runtime.
#ifndef COTIDY_TEST_LIB_COTIDY_RUNTIME_ASYNC_GENERATOR_HPP
#define COTIDY_TEST_LIB_COTIDY_RUNTIME_ASYNC_GENERATOR_HPP

#include <mock/promise.h>
namespace cotidy::rt {
template <class T> class async_generator {
public:
  struct promise_type : mock::yields<async_generator, T> {};
  mock::awaiter<T *> next();
};
} // namespace cotidy::rt

#endif
