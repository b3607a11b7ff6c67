// SPDX-License-Identifier: Apache-2.0
// The fix is safe where the awaited body is seen to leave no trace; everything near that is not.
// RUN: rm -rf %t && split-file %s %t
// RUN: %python %S/Inputs/applied.py --fix %t/fixed %t/unit.cpp %t/unit.want %clang++ %tidy -checks=-*,coro-await-in-loop -- -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs
// RUN: %python %S/Inputs/applied.py --fix %t/fixed %t/traces.cpp %t/traces.cpp %clang++ %tidy -checks=-*,coro-await-in-loop -- -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs

//--- unit.cpp
#include <chrono>
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <vector>
using namespace std::chrono_literals;
using folly::coro::Task;
int twice(int n) { return 2 * n; }
Task<int> slowly(int n) {
  co_await folly::coro::sleep(10ms);
  int sum = 0;
  sum += twice(n);
  co_return sum;
}
Task<int> deeper(int n) { co_return co_await slowly(n) + 1; }
Task<int> all(const std::vector<int> &numbers) {
  int total = 0;
  for (int n : numbers)
    total += co_await deeper(n);
  co_return total;
}
// A suggestion in the same file must not take the include that the safe fix needs.
Task<int> unseen(int n);
Task<> before(const std::vector<int> &numbers) {
  for (int n : numbers)
    co_await unseen(n); // stays
}

//--- unit.want
#include <chrono>
#include <folly/coro/Collect.h>
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <vector>
using namespace std::chrono_literals;
using folly::coro::Task;
int twice(int n) { return 2 * n; }
Task<int> slowly(int n) {
  co_await folly::coro::sleep(10ms);
  int sum = 0;
  sum += twice(n);
  co_return sum;
}
Task<int> deeper(int n) { co_return co_await slowly(n) + 1; }
Task<int> all(const std::vector<int> &numbers) {
  int total = 0;
  std::vector<folly::coro::Task<int>> tasks;
  for (int n : numbers)
    tasks.push_back(deeper(n));
  for (auto &&each : co_await folly::coro::collectAllWindowed(std::move(tasks), 16))
    total += each;
  co_return total;
}
// A suggestion in the same file must not take the include that the safe fix needs.
Task<int> unseen(int n);
Task<> before(const std::vector<int> &numbers) {
  for (int n : numbers)
    co_await unseen(n); // stays
}

//--- traces.cpp
#include <chrono>
#include <folly/coro/Collect.h>
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <functional>
#include <iostream>
#include <vector>
using namespace std::chrono_literals;
using folly::coro::Task;
void log(int);
int next();
Task<int> slow(int n);
// It prints.
Task<int> prints(int n) {
  std::cout << n;
  co_return co_await slow(n);
}
// It calls what cannot be seen.
Task<int> logs(int n) {
  co_await folly::coro::sleep(10ms);
  log(n);
  co_return n;
}
// Two of these can fail, and which error wins would differ.
Task<int> fails(int n) {
  co_await folly::coro::sleep(10ms);
  if (n < 0)
    throw n;
  co_return n;
}
// It writes through what it is given.
Task<int> writes(int n, int *into) {
  co_await folly::coro::sleep(10ms);
  *into = n;
  co_return n;
}
Task<int> plain(int n) {
  co_await folly::coro::sleep(10ms);
  co_return n;
}
// Two functions that call each other, of which the second leaves a trace.
Task<int> other(int n);
Task<int> one(int n) {
  co_await folly::coro::sleep(10ms);
  co_return n ? co_await other(n - 1) : 0;
}
Task<int> other(int n) {
  log(n);
  co_return co_await one(n);
}
Task<> all(std::vector<int> &numbers, std::vector<int> &slots) {
  for (int n : numbers)
    co_await prints(n); // stays
  for (int n : numbers)
    co_await logs(n); // stays
  for (int n : numbers)
    co_await fails(n); // stays
  for (int i = 0; i < 9; ++i)
    co_await writes(i, &slots[i]); // stays
  for (int n : numbers)
    co_await one(n); // stays
  for (int n : numbers)
    co_await other(n); // stays
  // The argument leaves a trace, and all arguments would be made before the first task runs.
  for (int n : numbers)
    co_await plain(n + next()); // stays
  // More than one statement.
  for (int n : numbers) {
    log(n);
    co_await plain(n); // stays
  }
}
