// SPDX-License-Identifier: Apache-2.0
// The other side takes two requests at once and refuses the third.
// RUN: %before-after %s %t && %exits 1 %validate --promise await-in-loop --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

int under_way = 0;

rt::task<int> ask(int question) {
  if (under_way == 2)
    throw std::runtime_error("too many requests");
  ++under_way;
  co_await rt::sleep_for(10ms);
  --under_way;
  co_return question * 2;
}

rt::task<> app() {
  int sum = 0;
  for (int question = 0; question < 4; ++question) // BEFORE
    sum += co_await ask(question);                 // BEFORE
  // AFTER std::vector<rt::task<int>> tasks;
  // AFTER for (int question = 0; question < 4; ++question)
  // AFTER   tasks.push_back(ask(question));
  // AFTER for (int each : co_await rt::gather(std::move(tasks), {.limit = 16}))
  // AFTER   sum += each;
  std::printf("%d\n", sum);
}

int main() { rt::run(app()); }
