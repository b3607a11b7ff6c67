// SPDX-License-Identifier: Apache-2.0
// Tasks with a name do what they did without.
// RUN: %validate --checks='-*,coro-unnamed-task' %s | FileCheck %s
// CHECK: named-task (safe) {{.*}} holds
// CHECK: named-task (safe) {{.*}} holds
// CHECK: all together {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> work(int number) {
  co_await rt::sleep_for(5ms);
  co_return number * number;
}

rt::task<> app() {
  auto one = rt::spawn(work(3));
  auto two = rt::spawn(work(4));
  const int sum = co_await one + co_await two;
  std::printf("%d\n", sum);
}

int main() { rt::run(app()); }
