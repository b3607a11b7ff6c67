// SPDX-License-Identifier: Apache-2.0
// The fix removes the call: nothing is dropped any more, and nothing runs.
// RUN: %before-after %s %t && %exits 1 %validate --promise dropped-task --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}nothing runs that did not run before
#include <cstdio>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> save(int order) {
  co_await rt::sleep_for(5ms);
  std::printf("%d is saved\n", order);
}

rt::task<> app() {
  save(1); // BEFORE
  co_await rt::sleep_for(5ms);
  std::puts("done");
}

int main() {
  try {
    rt::run(app());
  } catch (const rt::cancelled &) {
    std::puts("cancelled");
  } catch (const std::exception &e) {
    std::puts(e.what());
  }
}
