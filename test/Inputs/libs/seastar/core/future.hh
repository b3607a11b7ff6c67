// SPDX-License-Identifier: Apache-2.0
// Futures of Seastar, which are also its coroutine type.
#ifndef COTIDY_TEST_LIB_SEASTAR_CORE_FUTURE_HH
#define COTIDY_TEST_LIB_SEASTAR_CORE_FUTURE_HH

#include <mock/promise.h>
namespace seastar {
template <class T = void> class future : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<future, T, std::suspend_never> {};
  bool available() const noexcept;
  T get();
};
} // namespace seastar

#endif
