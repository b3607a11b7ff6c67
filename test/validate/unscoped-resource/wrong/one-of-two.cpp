// SPDX-License-Identifier: Apache-2.0
// One of two files has an owner, the other has none.
// RUN: %before-after %s %t && %exits 1 %validate --promise unscoped-resource --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <memory>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  std::FILE *one = std::fopen("/proc/self/comm", "r"); // BEFORE
  // AFTER std::unique_ptr<std::FILE, int (*)(std::FILE *)> one(std::fopen("/proc/self/comm", "r"), &std::fclose);
  std::FILE *two = std::fopen("/proc/self/status", "r");
  co_await rt::sleep_for(10ms);
  std::puts(one && two ? "both" : "not both");
  std::fclose(two);
  std::fclose(one); // BEFORE
}

int main() { rt::run(app()); }
