// SPDX-License-Identifier: Apache-2.0
// The fix puts a handler for std::exception in front, which the cancellation is not.
// RUN: %before-after %s %t && %exits 1 %validate --promise swallowed-cancellation --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}ends as if nothing had happened
#include <cstdio>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  for (int i = 0; i < 3; ++i) {
    try {
      co_await rt::sleep_for(5ms);
    // AFTER } catch (const std::exception &) {
    // AFTER   throw;
    } catch (...) {
      std::puts("once more");
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
