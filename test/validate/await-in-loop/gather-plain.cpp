// SPDX-License-Identifier: Apache-2.0
// Prices that are asked for one by one, and then together.
// RUN: %validate --checks='-*,coro-await-in-loop' %s | FileCheck %s
// CHECK: gather (safe) {{.*}} holds
#include <cstdio>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> price(int item) {
  co_await rt::sleep_for(10ms);
  co_return item * 3;
}

rt::task<> app() {
  const std::vector<int> items = {1, 2, 3, 4, 5, 6};
  std::vector<int> prices;
  for (int item : items)
    prices.push_back(co_await price(item));
  for (int each : prices)
    std::printf("%d\n", each);
}

int main() { rt::run(app()); }
