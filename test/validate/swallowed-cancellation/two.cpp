// SPDX-License-Identifier: Apache-2.0
// Two handlers in one program: each fix makes it better, both together make it right.
// RUN: %validate --checks='-*,coro-swallowed-cancellation' %s | FileCheck %s
// CHECK: rethrow-before (safe) {{.*}} holds
// CHECK: rethrow-before (safe) {{.*}} holds
// CHECK: all together {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> step() { co_await rt::sleep_for(5ms); }

rt::task<> first() {
  for (int i = 0; i < 2; ++i) {
    try {
      co_await step();
    } catch (...) {
      std::puts("first failed");
    }
  }
}

rt::task<> second() {
  for (int i = 0; i < 2; ++i) {
    try {
      co_await step();
    } catch (...) {
      std::puts("second failed");
    }
  }
}

rt::task<> app() {
  co_await first();
  co_await second();
}

int main() {
  try {
    rt::run(app());
  } catch (const rt::cancelled &) {
    std::puts("cancelled");
  }
}
