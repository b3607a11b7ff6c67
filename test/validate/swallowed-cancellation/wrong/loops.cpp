// SPDX-License-Identifier: Apache-2.0
// The fix remembers the cancellation, and waits for what will not come any more.
// RUN: %before-after %s %t && %exits 1 %validate --promise swallowed-cancellation --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}does not end
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  bool cancelled = false;
  for (int i = 0; i < 3; ++i) {
    try {
      co_await rt::sleep_for(5ms);
    } catch (...) {
      // AFTER cancelled = true;
      std::puts("once more"); // BEFORE
    }
    while (cancelled)
      co_await rt::yield();
  }
}

int main() {
  try {
    rt::run(app());
  } catch (const rt::cancelled &) {
    std::puts("cancelled");
  }
}
