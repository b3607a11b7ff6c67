// SPDX-License-Identifier: Apache-2.0
// With the name came another order.
// RUN: %before-after %s %t && %exits 1 %validate --promise unnamed-task --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> say(const char *what) {
  co_await rt::yield();
  std::puts(what);
}

rt::task<> app() {
  auto one = rt::spawn(say("one")); // BEFORE
  co_await one; // BEFORE
  // AFTER auto one = rt::spawn(say("one"), {.name = "say:15"});
  auto two = rt::spawn(say("two"));
  co_await two;
  // AFTER co_await one;
}

int main() { rt::run(app()); }
