// SPDX-License-Identifier: Apache-2.0
// A loop becomes a gather: applied, compared, compiled, and checked again.
// RUN: grep -v CHECK %s > %t.cpp
// RUN: %tidy -checks=-*,coro-await-in-loop --fix-notes %t.cpp %flags
// RUN: FileCheck %s < %t.cpp
// RUN: %clang++ -fsyntax-only -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs %t.cpp
// RUN: %tidy -checks=-*,coro-await-in-loop %t.cpp %flags | FileCheck %s --check-prefix=AGAIN
#include <mock/promise.h>
#include <string>
#include <vector>

namespace folly::coro {
template <class T = void> struct Task : mock::awaiter<T> {
  struct promise_type : mock::promise<Task, T> {};
};
Task<void> collectAllRange(std::vector<Task<void>>);
template <class T> Task<std::vector<T>> collectAllRange(std::vector<Task<T>>);
Task<void> collectAllWindowed(std::vector<Task<void>>, unsigned);
template <class T> Task<std::vector<T>> collectAllWindowed(std::vector<Task<T>>, unsigned);
} // namespace folly::coro

folly::coro::Task<int> fetch(const std::string &url);
folly::coro::Task<int> load(int);

folly::coro::Task<> collect(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
  int sum = 0;
  for (int i = 0; i < 10; ++i) {
    sum += co_await load(i);
  }
}

// The copy ends with its iteration, and the task would refer to it: no fix.
folly::coro::Task<> dangling(std::vector<std::string> &urls) {
  for (auto copy : urls)
    co_await fetch(copy);
}
// What the file becomes; the copy that is fixed has none of these lines.
// CHECK: {{^}}  std::vector<folly::coro::Task<int>> tasks;
// CHECK-NEXT: for (const auto &url : urls)
// CHECK-NEXT: tasks.push_back(fetch(url));
// CHECK-NEXT: std::vector<int> sizes = co_await folly::coro::collectAllWindowed(std::move(tasks), 16);
// CHECK: {{^}}  std::vector<folly::coro::Task<int>> tasks2;
// CHECK-NEXT: for (int i = 0; i < 10; ++i) {
// CHECK-NEXT: tasks2.push_back(load(i));
// CHECK-NEXT: }
// CHECK-NEXT: for (auto &&each : co_await folly::coro::collectAllWindowed(std::move(tasks2), 16))
// CHECK-NEXT: sum += each;
// CHECK: for (auto copy : urls)
// CHECK-NEXT: co_await fetch(copy);
// AGAIN-COUNT-1: warning:
// AGAIN-NOT: warning:
