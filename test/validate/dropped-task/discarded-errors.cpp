// SPDX-License-Identifier: Apache-2.0
// The task that never ran would have failed: its error arrives.
// RUN: %validate --checks='-*,coro-dropped-task' %s | FileCheck %s
// CHECK: awaited-task (safe) {{.*}} holds
#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> save() {
  co_await rt::sleep_for(5ms);
  throw std::runtime_error("the disk is full");
}

rt::task<> app() {
  try {
    save();
    co_await rt::yield();
    std::puts("saved, or so they say");
  } catch (const std::runtime_error &e) {
    std::puts(e.what());
  }
}

int main() { rt::run(app()); }
