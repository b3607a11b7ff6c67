// SPDX-License-Identifier: Apache-2.0
// A worker whose handler takes everything: cancelled, it goes on, until it is repaired.
// RUN: %validate --checks='-*,coro-swallowed-cancellation' %s | FileCheck %s
// CHECK: rethrow-before (safe) {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> work() {
  int done = 0;
  for (int item = 0; item < 4; ++item) {
    try {
      co_await rt::sleep_for(10ms);
      ++done;
    } catch (...) {
    }
  }
  co_return done;
}

rt::task<> app() {
  const int done = co_await work();
  std::printf("%d done\n", done);
}

int main() { rt::run(app()); }
