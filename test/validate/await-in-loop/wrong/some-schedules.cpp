// SPDX-License-Identifier: Apache-2.0
// All take the same time, so that only some schedules mix up the order.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}where before it prints `1 / 2 / 3`
// RUN: %validate --dry-run --checks=-*,coro-await-in-loop %t/before.cpp | FileCheck %s --check-prefix=OFFERS --implicit-check-not='(safe)'
// OFFERS: (suggestion)
#include <cstdio>
#include <utility>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> tell(int id) {
  co_await rt::sleep_for(10ms);
  std::printf("%d\n", id);
}

rt::task<int> app() {
  const std::vector<int> ids{1, 2, 3};
  // AFTER std::vector<rt::task<>> tasks;
  // AFTER for (int id : ids)
  // AFTER   tasks.push_back(tell(id));
  // AFTER co_await rt::gather(std::move(tasks));
  for (int id : ids) // BEFORE
    co_await tell(id); // BEFORE
  co_return 0;
}

int main() { return rt::run(app()); }
