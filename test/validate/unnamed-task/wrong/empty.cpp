// SPDX-License-Identifier: Apache-2.0
// The fix gives an empty name.
// RUN: %before-after %s %t && %exits 1 %validate --promise unnamed-task --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}a task still has no name
#include <cstdio>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> fetch(int id) {
  co_await rt::sleep_for(5ms);
  std::printf("%d\n", id);
}

rt::task<> app() {
  // AFTER auto first = rt::spawn(fetch(1), {.name = ""});
  auto first = rt::spawn(fetch(1)); // BEFORE
  co_await first;
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
