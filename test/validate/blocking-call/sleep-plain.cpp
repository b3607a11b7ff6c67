// SPDX-License-Identifier: Apache-2.0
// A pause that stops everybody, and then only its own task.
// RUN: %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: awaited-sleep (safe) {{.*}} holds
#include <cstdio>
#include <thread>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> settle(int id) {
  std::this_thread::sleep_for(200ms);
  co_return id * id;
}

rt::task<int> tick() {
  int ticks = 0;
  while (ticks < 5) {
    co_await rt::sleep_for(10ms);
    ++ticks;
  }
  co_return ticks;
}

rt::task<> app() {
  auto [square, ticks] = co_await rt::gather(settle(7), tick());
  std::printf("%d, %d ticks\n", square, ticks);
}

int main() { rt::run(app()); }
