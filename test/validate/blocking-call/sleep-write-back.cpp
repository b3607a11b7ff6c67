// SPDX-License-Identifier: Apache-2.0
// A value that was read before the sleep is written back after it: with an await, another task
// may change it meanwhile. The check only suggests the fix, and here the suggestion is wrong.
// RUN: %exits 1 %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: awaited-sleep (suggestion) {{.*}} refuted
#include <cstdio>
#include <thread>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

int stock = 0;

rt::task<> add(int amount) {
  co_await rt::yield();
  const int before = stock;
  std::this_thread::sleep_for(150ms);
  stock = before + amount;
}

rt::task<int> app() {
  co_await rt::gather(add(1), add(10));
  std::printf("%d\n", stock);
  co_return 0;
}

int main() { return rt::run(app()); }
