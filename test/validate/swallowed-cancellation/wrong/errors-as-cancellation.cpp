// SPDX-License-Identifier: Apache-2.0
// Every error is taken for a cancellation.
// RUN: %before-after %s %t && %exits 1 %validate --promise swallowed-cancellation --after %t/after.cpp %t/before.cpp -- -std=c++20 -I%S/Inputs | FileCheck %s
// CHECK: refuted
#include "items.hpp"

rt::task<int> work() {
  int done = 0;
  for (int number = 0; number < 4; ++number) {
    try {
      done += co_await item(number);
    } catch (...) { // BEFORE
    } // BEFORE
    // AFTER } catch (...) {
    // AFTER   throw rt::cancelled{};
    // AFTER }
  }
  co_return done;
}
