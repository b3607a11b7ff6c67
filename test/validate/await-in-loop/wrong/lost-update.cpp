// SPDX-License-Identifier: Apache-2.0
// The awaited function reads, waits and writes: iterations that overlap lose updates.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

int balance = 0;

rt::task<int> deposit(int amount) {
  const int before = balance;
  co_await rt::yield();
  balance = before + amount;
  co_return amount;
}

rt::task<> app() {
  for (int amount = 1; amount < 5; ++amount) // BEFORE
    co_await deposit(amount);                // BEFORE
  // AFTER std::vector<rt::task<int>> tasks;
  // AFTER for (int amount = 1; amount < 5; ++amount)
  // AFTER   tasks.push_back(deposit(amount));
  // AFTER co_await rt::gather(std::move(tasks), {.limit = 16});
  std::printf("%d\n", balance);
}

int main() { rt::run(app()); }
