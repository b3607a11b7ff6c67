// SPDX-License-Identifier: Apache-2.0
// Two handlers around each other, both of which swallow: all fixes together let it through.
// RUN: %validate --checks='-*,coro-swallowed-cancellation' %s | FileCheck %s
// CHECK: rethrow-at-end (safe) {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> inner() {
  try {
    co_await rt::sleep_for(10ms);
  } catch (const rt::cancelled &) {
  }
  co_await rt::yield();
  co_return 1;
}

rt::task<> app() {
  int sum = co_await inner();
  sum += co_await inner();
  std::printf("%d\n", sum);
}

int main() { rt::run(app()); }
