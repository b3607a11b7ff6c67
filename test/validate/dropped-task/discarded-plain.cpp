// SPDX-License-Identifier: Apache-2.0
// A task that nobody awaits never runs, until somebody does.
// RUN: %validate --checks='-*,coro-dropped-task' %s | FileCheck %s
// CHECK: awaited-task (safe) {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> save() {
  co_await rt::sleep_for(5ms);
  std::puts("saved");
}

rt::task<> app() {
  co_await rt::yield();
  save();
  std::puts("done");
}

int main() { rt::run(app()); }
