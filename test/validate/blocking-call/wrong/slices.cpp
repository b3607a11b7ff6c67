// SPDX-License-Identifier: Apache-2.0
// The fix sleeps in slices that are short each and block for as long together.
// RUN: %before-after %s %t && %exits 1 %validate --promise blocking-call --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}blocked for as long as before
#include <cstdio>
#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> app() {
  co_await rt::yield();
  // AFTER for (int i = 0; i < 6; ++i) {
  // AFTER   std::this_thread::sleep_for(50ms);
  // AFTER   co_await rt::yield();
  // AFTER }
  std::this_thread::sleep_for(300ms); // BEFORE
  std::puts("done");
  co_return 0;
}

int main() { return rt::run(app()); }
