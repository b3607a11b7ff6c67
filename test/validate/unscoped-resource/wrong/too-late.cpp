// SPDX-License-Identifier: Apache-2.0
// The owner is made after the await at which it is needed.
// RUN: %before-after %s %t && %exits 1 %validate --promise unscoped-resource --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <memory>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  int *counter = new int(1);
  co_await rt::sleep_for(10ms);
  // AFTER const std::unique_ptr<int> owner(counter);
  std::printf("%d\n", *counter);
  delete counter; // BEFORE
}

int main() { rt::run(app()); }
