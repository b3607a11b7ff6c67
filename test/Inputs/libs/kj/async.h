// SPDX-License-Identifier: Apache-2.0
// Promises of KJ, which are its coroutine type.
#ifndef COTIDY_TEST_LIB_KJ_ASYNC_H
#define COTIDY_TEST_LIB_KJ_ASYNC_H

#include <mock/promise.h>
namespace kj {
template <class T> class Array {
public:
  T *begin();
  T *end();
};
template <class T> class Promise : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<Promise, T, std::suspend_never> {};
};
template <class T> Promise<Array<T>> joinPromises(Array<Promise<T>> &&);
Promise<void> joinPromises(Array<Promise<void>> &&);
} // namespace kj

#endif
