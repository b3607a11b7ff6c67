// SPDX-License-Identifier: Apache-2.0
// The sleeps of POSIX.
// RUN: %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: awaited-sleep (safe) {{.*}} holds
// CHECK: awaited-sleep (safe) {{.*}} holds
// CHECK: all together {{.*}} holds
#include <cstdio>
#include <unistd.h>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> app() {
  co_await rt::yield();
  usleep(150'000);
  std::puts("half");
  sleep(1);
  std::puts("whole");
  co_return 0;
}

int main() { return rt::run(app()); }
