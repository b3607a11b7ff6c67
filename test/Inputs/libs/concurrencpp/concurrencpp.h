// SPDX-License-Identifier: Apache-2.0
// Results and executors of concurrencpp.
#ifndef COTIDY_TEST_LIB_CONCURRENCPP_CONCURRENCPP_H
#define COTIDY_TEST_LIB_CONCURRENCPP_CONCURRENCPP_H

#include <mock/promise.h>
namespace concurrencpp {
enum class result_status { idle, value, exception };
template <class T> class result : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<result, T, std::suspend_never> {};
  T get();
  result_status status() const;
};
class executor {};
class thread_pool_executor : public executor {
public:
  template <class F> result<std::invoke_result_t<F>> submit(F) {
    return {};
  }
};
class manual_executor : public executor {
public:
  unsigned long loop(unsigned long);
};
template <class Executor> mock::awaiter<void> resume_on(Executor);
} // namespace concurrencpp

#endif
