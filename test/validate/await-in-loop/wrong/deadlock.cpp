// SPDX-License-Identifier: Apache-2.0
// Iterations that overlap wait for each other: each holds what the other wants.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> transfer(rt::mutex &from, rt::mutex &to) {
  auto first = co_await from.scoped_lock();
  co_await rt::yield();
  auto second = co_await to.scoped_lock();
  co_return 1;
}

rt::task<> app() {
  rt::mutex account[2];
  int sum = 0;
  for (int from = 0; from < 2; ++from)                            // BEFORE
    sum += co_await transfer(account[from], account[1 - from]);   // BEFORE
  // AFTER std::vector<rt::task<int>> tasks;
  // AFTER for (int from = 0; from < 2; ++from)
  // AFTER   tasks.push_back(transfer(account[from], account[1 - from]));
  // AFTER for (int each : co_await rt::gather(std::move(tasks)))
  // AFTER   sum += each;
  std::printf("%d\n", sum);
}

int main() { rt::run(app()); }
