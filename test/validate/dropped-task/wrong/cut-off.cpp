// SPDX-License-Identifier: Apache-2.0
// The task is spawned, and cut off when the program ends.
// RUN: %before-after %s %t && %exits 1 %validate --promise dropped-task --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> save() {
  co_await rt::sleep_for(5ms);
  std::puts("saved");
}

rt::task<> app() {
  co_await rt::yield();
  save(); // BEFORE
  // AFTER rt::spawn(save());
  std::puts("done");
}

int main() { rt::run(app()); }
