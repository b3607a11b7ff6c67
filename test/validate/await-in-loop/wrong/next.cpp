// SPDX-License-Identifier: Apache-2.0
// Each request needs what the one before has answered.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}where before it prints
// RUN: %validate --dry-run --checks=-*,coro-await-in-loop %t/before.cpp | FileCheck %s --check-prefix=OFFERS --implicit-check-not='(safe)'
// OFFERS: nothing to validate
#include <cstdio>
#include <utility>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> next(int after) {
  co_await rt::sleep_for(10ms);
  co_return after * 2 + 1;
}

rt::task<int> app() {
  int page = 1;
  // AFTER std::vector<rt::task<int>> tasks;
  // AFTER for (int i = 0; i < 3; ++i)
  // AFTER   tasks.push_back(next(page));
  // AFTER for (int each : co_await rt::gather(std::move(tasks)))
  // AFTER   page = each;
  for (int i = 0; i < 3; ++i) // BEFORE
    page = co_await next(page); // BEFORE
  std::printf("%d\n", page);
  co_return 0;
}

int main() { return rt::run(app()); }
