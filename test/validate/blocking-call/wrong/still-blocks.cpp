// SPDX-License-Identifier: Apache-2.0
// The call that blocks has only moved.
// RUN: %before-after %s %t && %exits 1 %validate --promise blocking-call --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

void settle() { std::this_thread::sleep_for(300ms); }

rt::task<> settle_awaited() {
  settle();
  co_return;
}

rt::task<> app() {
  co_await rt::yield();
  settle(); // BEFORE
  // AFTER co_await settle_awaited();
  std::puts("done");
}

int main() { rt::run(app()); }
