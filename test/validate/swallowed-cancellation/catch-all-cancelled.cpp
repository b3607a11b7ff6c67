// SPDX-License-Identifier: Apache-2.0
// A program that cancels its worker by itself: the handler logs errors and lets the stop through.
// RUN: %validate --checks='-*,coro-swallowed-cancellation' %s | FileCheck %s
// CHECK: rethrow-before (safe) {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> poll(rt::event &ready) {
  int rounds = 0;
  while (!ready.is_set()) {
    try {
      co_await rt::sleep_for(10ms);
      if (++rounds == 5)
        ready.set();
    } catch (...) {
      std::puts("an error, again");
    }
  }
  co_return rounds;
}

rt::task<> app() {
  rt::event ready;
  const int rounds = co_await poll(ready);
  std::printf("ready after %d rounds\n", rounds);
}

int main() { rt::run(app()); }
