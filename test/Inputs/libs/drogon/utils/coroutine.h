// SPDX-License-Identifier: Apache-2.0
// Tasks of Drogon, and what awaits many.
#ifndef COTIDY_TEST_LIB_DROGON_UTILS_COROUTINE_H
#define COTIDY_TEST_LIB_DROGON_UTILS_COROUTINE_H

#include <mock/promise.h>
#include <vector>
namespace drogon {
template <class T = void> struct [[nodiscard]] Task : mock::awaiter<T> {
  struct promise_type : mock::promise<Task, T> {};
};
template <class T> Task<std::vector<T>> when_all(std::vector<Task<T>>);
Task<void> when_all(std::vector<Task<void>>);
} // namespace drogon

#endif
