// SPDX-License-Identifier: Apache-2.0
// The task is awaited, and its errors are thrown away.
// RUN: %before-after %s %t && %exits 1 %validate --promise dropped-task --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> save() {
  co_await rt::sleep_for(5ms);
  throw std::runtime_error("the disk is full");
}

rt::task<> app() {
  co_await rt::yield();
  save(); // BEFORE
  // AFTER try {
  // AFTER   co_await save();
  // AFTER } catch (...) {
  // AFTER }
  std::puts("done");
}

int main() { rt::run(app()); }
