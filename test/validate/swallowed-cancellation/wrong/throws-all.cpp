// SPDX-License-Identifier: Apache-2.0
// Errors that were counted as nothing now end the worker.
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
    // AFTER   throw;
    // AFTER }
  }
  co_return done;
}
