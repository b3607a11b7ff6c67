// SPDX-License-Identifier: Apache-2.0
// An error in the middle, caught further out: what was allocated is lost, until it has an owner.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: make-unique (safe) {{.*}} holds
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> step(int number) {
  co_await rt::sleep_for(5ms);
  if (number == 3)
    throw std::runtime_error("no third step");
}

rt::task<> steps(int number) {
  int *mine = new int(number);
  co_await step(*mine);
  std::printf("step %d\n", *mine);
  delete mine;
}

rt::task<> app() {
  for (int number = 1; number < 5; ++number) {
    try {
      co_await steps(number);
    } catch (const std::runtime_error &e) {
      std::puts(e.what());
    }
  }
}

int main() { rt::run(app()); }
