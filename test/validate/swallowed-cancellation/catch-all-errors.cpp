// SPDX-License-Identifier: Apache-2.0
// Errors are still counted by the handler, and only the cancellation passes it.
// RUN: %validate --checks='-*,coro-swallowed-cancellation' %s | FileCheck %s
// CHECK: rethrow-before (safe) {{.*}} holds
#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> item(int number) {
  co_await rt::sleep_for(5ms);
  if (number % 2)
    throw std::runtime_error("odd");
  if (number == 4)
    throw 4; // not even an exception
}

rt::task<> app() {
  int failed = 0;
  for (int number = 0; number < 6; ++number) {
    try {
      co_await item(number);
    } catch (...) {
      ++failed;
    }
  }
  std::printf("%d failed\n", failed);
}

int main() { rt::run(app()); }
