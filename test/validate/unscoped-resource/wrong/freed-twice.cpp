// SPDX-License-Identifier: Apache-2.0
// There is an owner, and the old release is still there.
// RUN: %before-after %s %t && %exits 1 %validate --promise unscoped-resource --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <memory>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  auto *counter = new int(1); // BEFORE
  // AFTER auto owner = std::make_unique<int>(1);
  // AFTER auto *counter = owner.get();
  co_await rt::sleep_for(10ms);
  std::printf("%d\n", *counter);
  delete counter;
}

int main() { rt::run(app()); }
