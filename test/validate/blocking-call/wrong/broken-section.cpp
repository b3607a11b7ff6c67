// SPDX-License-Identifier: Apache-2.0
// Two tasks that relied on nobody else running between a read and a write.
// RUN: %before-after %s %t && %exits 1 %validate --promise blocking-call --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <thread>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> deposit(int &balance, int amount) {
  const int before = balance;
  std::this_thread::sleep_for(150ms); // BEFORE
  // AFTER co_await rt::sleep_for(150ms);
  balance = before + amount;
  co_return;
}

rt::task<> app() {
  int balance = 0;
  co_await rt::gather(deposit(balance, 10), deposit(balance, 5));
  std::printf("%d\n", balance);
}

int main() { rt::run(app()); }
