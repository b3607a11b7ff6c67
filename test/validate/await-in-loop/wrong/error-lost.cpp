// SPDX-License-Identifier: Apache-2.0
// The error of one is taken for a result like any other.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/settled.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> price(int item) {
  co_await rt::sleep_for(10ms);
  if (item == 2)
    throw std::runtime_error("sold out");
  co_return item;
}

rt::task<> app() {
  int sum = 0;
  try {
    for (int item = 0; item < 4; ++item) // BEFORE
      sum += co_await price(item);       // BEFORE
    // AFTER std::vector<rt::task<int>> tasks;
    // AFTER for (int item = 0; item < 4; ++item)
    // AFTER   tasks.push_back(price(item));
    // AFTER co_await rt::gather_all_settled(std::move(tasks));
    std::printf("%d\n", sum);
  } catch (const std::runtime_error &e) {
    std::puts(e.what());
  }
}

int main() { rt::run(app()); }
