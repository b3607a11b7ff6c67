// SPDX-License-Identifier: Apache-2.0
// The results come in the order in which they are ready.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <vector>

#include "cotidy/runtime/for_each.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> price(int item) {
  co_await rt::sleep_for(std::chrono::milliseconds(20 - 3 * item));
  co_return item * 10;
}

rt::task<> app() {
  const std::vector<int> items = {1, 2, 3, 4};
  std::vector<int> prices;
  for (int item : items)                    // BEFORE
    prices.push_back(co_await price(item)); // BEFORE
  // AFTER co_await rt::for_each(items, 4, [&](int item) -> rt::task<> {
  // AFTER   prices.push_back(co_await price(item));
  // AFTER });
  for (int each : prices)
    std::printf("%d ", each);
  std::puts("");
}

int main() { rt::run(app()); }
