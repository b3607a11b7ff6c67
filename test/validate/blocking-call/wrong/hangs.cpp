// SPDX-License-Identifier: Apache-2.0
// The fix waits for an event that the blocked thread was to set.
// RUN: %before-after %s %t && %exits 1 %validate --promise blocking-call --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}deadlocks
#include <cstdio>
#include <thread>

#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> app() {
  rt::event ready;
  co_await rt::yield();
  // AFTER co_await ready.wait();
  std::this_thread::sleep_for(200ms); // BEFORE
  ready.set(); // BEFORE
  std::puts("ready");
  co_return 0;
}

int main() { return rt::run(app()); }
