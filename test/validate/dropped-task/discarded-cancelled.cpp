// SPDX-License-Identifier: Apache-2.0
// Awaited, the task is cancelled with the one that awaits it.
// RUN: %validate --checks='-*,coro-dropped-task' %s | FileCheck %s
// CHECK: awaited-task (safe) {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> notify() {
  co_await rt::sleep_for(1h);
  std::puts("told");
}

rt::task<> tell() {
  std::puts("telling");
  notify();
  co_await rt::yield();
}

rt::task<> app() {
  try {
    co_await rt::timeout(1s, tell());
    std::puts("in time");
  } catch (const rt::timed_out &) {
    std::puts("too late");
  }
}

int main() { rt::run(app()); }
