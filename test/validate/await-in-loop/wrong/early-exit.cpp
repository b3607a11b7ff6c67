// SPDX-License-Identifier: Apache-2.0
// The loop stops at the first answer; the others cost something.
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

int asked = 0;

rt::task<int> ask(int mirror) {
  ++asked;
  co_await rt::sleep_for(10ms);
  co_return mirror > 1 ? mirror : 0;
}

rt::task<int> app() {
  const std::vector<int> mirrors{1, 2, 3, 4};
  int found = 0;
  // AFTER std::vector<rt::task<int>> tasks;
  // AFTER for (int mirror : mirrors)
  // AFTER   tasks.push_back(ask(mirror));
  // AFTER for (int each : co_await rt::gather(std::move(tasks)))
  // AFTER   if (each && !found)
  // AFTER     found = each;
  for (int mirror : mirrors) { // BEFORE
    found = co_await ask(mirror); // BEFORE
    if (found) // BEFORE
      break; // BEFORE
  } // BEFORE
  std::printf("%d after %d\n", found, asked);
  co_return 0;
}

int main() { return rt::run(app()); }
