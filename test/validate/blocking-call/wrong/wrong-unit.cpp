// SPDX-License-Identifier: Apache-2.0
// Seconds are taken for milliseconds.
// RUN: %before-after %s %t && %exits 1 %validate --promise blocking-call --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  const auto asked = rt::clock::now();
  std::this_thread::sleep_for(std::chrono::seconds(2)); // BEFORE
  // AFTER co_await rt::sleep_for(2ms);
  std::puts(rt::clock::now() - asked >= 2s ? "long enough" : "too early");
  co_return;
}

int main() { rt::run(app()); }
