// SPDX-License-Identifier: Apache-2.0
// A handler closes after whatever is thrown; a frame that is destroyed throws nothing.
// RUN: %before-after %s %t && %exits 1 %validate --promise unscoped-resource --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  std::FILE *file = std::fopen("/proc/self/comm", "r");
  // AFTER try {
  co_await rt::sleep_for(10ms);
  // AFTER } catch (...) {
  // AFTER   std::fclose(file);
  // AFTER   throw;
  // AFTER }
  std::puts("done");
  std::fclose(file);
}

int main() { rt::run(app()); }
