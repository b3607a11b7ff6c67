// SPDX-License-Identifier: Apache-2.0
// A safe fix in a coroutine that is called again after it has failed half way.
// RUN: %validate --checks='-*,coro-await-in-loop' %s | FileCheck %s
// CHECK: gather (safe) {{.*}} holds
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> weigh(int id) {
  co_await rt::sleep_for(10ms);
  co_return id;
}

rt::task<int> total(const std::vector<int> &ids, bool fails) {
  int sum = 0;
  for (int id : ids)
    sum += co_await weigh(id);
  if (fails)
    throw std::runtime_error("the scales are broken");
  co_return sum;
}

rt::task<int> app() {
  const std::vector<int> ids{4, 5, 6};
  for (bool fails : {true, false}) {
    try {
      std::printf("%d\n", co_await total(ids, fails));
    } catch (const std::runtime_error &e) {
      std::puts(e.what());
    }
  }
  co_return 0;
}

int main() { return rt::run(app()); }
