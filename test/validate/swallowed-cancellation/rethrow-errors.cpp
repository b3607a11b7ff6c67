// SPDX-License-Identifier: Apache-2.0
// Beside it there is a handler for errors, which goes on as before.
// RUN: %validate --checks='-*,coro-swallowed-cancellation' %s | FileCheck %s
// CHECK: rethrow-at-end (safe) {{.*}} holds
#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> step(int number) {
  co_await rt::sleep_for(5ms);
  if (number == 2)
    throw std::runtime_error("step 2");
}

rt::task<> app() {
  for (int number = 0; number < 4; ++number) {
    try {
      co_await step(number);
    } catch (const rt::cancelled &) {
      std::puts("cleans up");
    } catch (const std::exception &e) {
      std::puts(e.what());
    }
  }
  std::puts("done");
}

int main() { rt::run(app()); }
