// SPDX-License-Identifier: Apache-2.0
// The call is handed to a task of its own, and its result used before it is there.
// RUN: %before-after %s %t && %exits 1 %validate --promise blocking-call --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <thread>

#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

int measure() {
  std::this_thread::sleep_for(200ms);
  return 42;
}

// AFTER rt::task<> measure_later(rt::thread_pool &pool, int &result) {
// AFTER   result = co_await rt::run_in_executor(pool, measure);
// AFTER }

rt::task<> app() {
  rt::thread_pool pool(1);
  int result = 0;
  co_await rt::yield();
  result = measure(); // BEFORE
  // AFTER auto later = rt::spawn(measure_later(pool, result));
  std::printf("%d\n", result);
  // AFTER co_await later;
}

int main() { rt::run(app()); }
