// SPDX-License-Identifier: Apache-2.0
// The awaited function writes to a log, whose order is a result.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> send(int part, std::vector<int> &log) {
  co_await rt::sleep_for(std::chrono::milliseconds(10 - part));
  log.push_back(part);
  co_return part;
}

rt::task<> app() {
  std::vector<int> log;
  int sum = 0;
  for (int part = 0; part < 4; ++part) // BEFORE
    sum += co_await send(part, log);   // BEFORE
  // AFTER std::vector<rt::task<int>> tasks;
  // AFTER for (int part = 0; part < 4; ++part)
  // AFTER   tasks.push_back(send(part, log));
  // AFTER for (int each : co_await rt::gather(std::move(tasks)))
  // AFTER   sum += each;
  std::printf("%d:", sum);
  for (int part : log)
    std::printf(" %d", part);
  std::puts("");
}

int main() { rt::run(app()); }
