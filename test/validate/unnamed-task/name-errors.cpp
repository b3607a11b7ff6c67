// SPDX-License-Identifier: Apache-2.0
// Tasks with a name do what they did without.
// RUN: %validate --checks='-*,coro-unnamed-task' %s | FileCheck %s
// CHECK: named-task (safe) {{.*}} holds
#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> work() {
  co_await rt::sleep_for(5ms);
  throw std::runtime_error("it failed");
}

rt::task<> app() {
  auto worker = rt::spawn(work());
  try {
    co_await worker;
  } catch (const std::runtime_error &e) {
    std::puts(e.what());
  }
}

int main() { rt::run(app()); }
