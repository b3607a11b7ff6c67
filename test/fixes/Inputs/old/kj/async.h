// SPDX-License-Identifier: Apache-2.0
// KJ without a timer.
#include <mock/promise.h>
namespace kj {
template <class T> class Promise : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<Promise, T, std::suspend_never> {};
};
} // namespace kj
