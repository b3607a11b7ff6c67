// SPDX-License-Identifier: Apache-2.0
// Acme's coroutine type.
#pragma once
#include <mock/promise.h>
namespace acme {
template <class T = void> class task : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<task, T> {};
};
template <class T> class rows {
public:
  struct promise_type : mock::yields<rows, T> {};
};
} // namespace acme
