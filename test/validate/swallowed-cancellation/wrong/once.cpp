// SPDX-License-Identifier: Apache-2.0
// The fix rethrows in one of two places.
// RUN: %before-after %s %t && %exits 1 %validate --promise swallowed-cancellation --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}ends as if nothing had happened
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  for (int i = 0; i < 2; ++i) {
    try {
      co_await rt::sleep_for(5ms);
    // AFTER } catch (const rt::cancelled &) {
    // AFTER   throw;
    } catch (...) {
      std::puts("once more");
    }
  }
  for (int i = 0; i < 2; ++i) {
    try {
      co_await rt::sleep_for(5ms);
    } catch (...) {
      std::puts("and once more");
    }
  }
}

int main() {
  try {
    rt::run(app());
  } catch (const rt::cancelled &) {
    std::puts("cancelled");
  }
}
