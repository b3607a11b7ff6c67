// SPDX-License-Identifier: Apache-2.0
// The tasks are made first and still awaited one by one: nothing overlaps.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> price(int item) {
  co_await rt::sleep_for(10ms);
  co_return item;
}

rt::task<> app() {
  int sum = 0;
  for (int item = 0; item < 4; ++item) // BEFORE
    sum += co_await price(item);       // BEFORE
  // AFTER std::vector<rt::task<int>> tasks;
  // AFTER for (int item = 0; item < 4; ++item)
  // AFTER   tasks.push_back(price(item));
  // AFTER for (auto &each : tasks)
  // AFTER   sum += co_await std::move(each);
  std::printf("%d\n", sum);
}

int main() { rt::run(app()); }
