// SPDX-License-Identifier: Apache-2.0
// Tasks with a name do what they did without.
// RUN: %validate --checks='-*,coro-unnamed-task' %s | FileCheck %s
// CHECK: named-task (safe) {{.*}} holds
// CHECK: named-task (safe) {{.*}} holds
// CHECK: all together {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/task_group.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> work(int &ended) {
  try {
    co_await rt::sleep_for(1h);
  } catch (const rt::cancelled &) {
    ++ended;
    throw;
  }
}

rt::task<> app() {
  int ended = 0;
  co_await rt::with_task_group([&](rt::task_group &group) -> rt::task<> {
    group.spawn(work(ended));
    group.spawn(work(ended));
    co_await rt::yield();
    group.cancel();
  });
  std::printf("%d ended\n", ended);
}

int main() { rt::run(app()); }
