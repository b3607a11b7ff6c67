// SPDX-License-Identifier: Apache-2.0
// A safe fix in a coroutine whose caller gives up in the middle of it.
// RUN: %validate --checks='-*,coro-await-in-loop' %s | FileCheck %s
// CHECK: gather (safe) {{.*}} holds
#include <cstdio>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> weigh(int id) {
  co_await rt::sleep_for(10ms);
  co_return id;
}

rt::task<int> total(const std::vector<int> &ids) {
  int sum = 0;
  for (int id : ids)
    sum += co_await weigh(id);
  co_return sum;
}

rt::task<int> app() {
  const std::vector<int> ids{4, 5, 6};
  try {
    std::printf("%d\n", co_await rt::timeout(5ms, total(ids)));
  } catch (const rt::timed_out &) {
    std::puts("timed out");
  }
  std::printf("%d\n", co_await total(ids));
  co_return 0;
}

int main() { return rt::run(app()); }
