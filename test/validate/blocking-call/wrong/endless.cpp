// SPDX-License-Identifier: Apache-2.0
// A loop that waits for a time that never comes, since nobody waits in it.
// RUN: %before-after %s %t && %exits 1 %validate --promise blocking-call --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  const auto until = rt::clock::now() + 1s;
  int rounds = 0;
  while (rt::clock::now() < until) {
    std::this_thread::sleep_for(250ms); // BEFORE
    // AFTER (void)rt::sleep_for(250ms);
    ++rounds;
  }
  std::printf("%d rounds\n", rounds);
  co_return;
}

int main() { rt::run(app()); }
