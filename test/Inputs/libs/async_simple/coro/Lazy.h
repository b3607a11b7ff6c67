// SPDX-License-Identifier: Apache-2.0
// The coroutine type of async_simple.
#ifndef COTIDY_TEST_LIB_ASYNC_SIMPLE_CORO_LAZY_H
#define COTIDY_TEST_LIB_ASYNC_SIMPLE_CORO_LAZY_H

#include <chrono>
#include <mock/promise.h>
namespace async_simple {
class Executor {
public:
  template <class F> bool schedule(F) { return true; }
};
template <class T> class Future {
public:
  T get();
  void wait();
  bool hasResult() const;
};
namespace coro {
template <class T = void> class Lazy : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<Lazy, T> {};
};
template <class T> T syncAwait(Lazy<T>);
mock::awaiter<void> dispatch(Executor *);
} // namespace coro
} // namespace async_simple

#endif
