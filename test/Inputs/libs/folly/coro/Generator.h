// SPDX-License-Identifier: Apache-2.0
// Generators of folly.
#ifndef COTIDY_TEST_LIB_FOLLY_CORO_GENERATOR_H
#define COTIDY_TEST_LIB_FOLLY_CORO_GENERATOR_H

#include <mock/promise.h>
namespace folly::coro {
template <class T> class Generator {
public:
  struct promise_type : mock::yields<Generator, T> {};
  T *begin();
  T *end();
};
template <class T> class AsyncGenerator {
public:
  struct promise_type : mock::yields<AsyncGenerator, T> {};
  mock::awaiter<T *> next();
};
} // namespace folly::coro

#endif
