// SPDX-License-Identifier: Apache-2.0
// The sleep is made and not awaited: the answer is not there yet.
// RUN: %before-after %s %t && %exits 1 %validate --promise blocking-call --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

bool answered(rt::clock::time_point since) { return rt::clock::now() - since >= 200ms; }

rt::task<> app() {
  co_await rt::yield();
  const auto asked = rt::clock::now();
  std::this_thread::sleep_for(200ms); // BEFORE
  // AFTER (void)rt::sleep_for(200ms);
  std::puts(answered(asked) ? "an answer" : "nothing");
}

int main() { rt::run(app()); }
