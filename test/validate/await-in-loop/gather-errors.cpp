// SPDX-License-Identifier: Apache-2.0
// The third of five fails: the same error comes out, and nobody gets half a list.
// RUN: %validate --checks='-*,coro-await-in-loop' %s | FileCheck %s
// CHECK: gather (suggestion) {{.*}} holds
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> price(int item) {
  co_await rt::sleep_for(10ms);
  if (item == 3)
    throw std::runtime_error("item 3 is sold out");
  co_return item * 3;
}

rt::task<> app() {
  std::vector<int> prices;
  try {
    for (int item = 1; item <= 5; ++item)
      prices.push_back(co_await price(item));
    std::printf("%zu prices\n", prices.size());
  } catch (const std::runtime_error &e) {
    std::puts(e.what());
  }
}

int main() { rt::run(app()); }
