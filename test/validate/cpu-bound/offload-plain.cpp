// SPDX-License-Identifier: Apache-2.0
// Numbers that are sorted on the loop's thread, and then on the pool's. Time is simulated: that of a
// comparison is slept.
// RUN: %validate --checks='-*,coro-cpu-bound' --config='{CheckOptions: {coro-cpu-bound.AnySize: true}}' %s | FileCheck %s
// CHECK: offload (suggestion) {{.*}} holds
#include <algorithm>
#include <cstdio>
#include <thread>
#include <vector>

#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/run.hpp"

namespace rt = cotidy::rt;

bool before(unsigned a, unsigned b) {
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  return a < b;
}

rt::task<> app(rt::thread_pool &pool, std::vector<unsigned> &all) {
  std::sort(all.begin(), all.end(), before);
  std::printf("%s\n", std::is_sorted(all.begin(), all.end()) ? "in order" : "mixed up");
  co_return;
}

int main() {
  std::vector<unsigned> all;
  for (unsigned i = 0, x = 1; i < 50; ++i)
    all.push_back(x = x * 1664525 + 1013904223);
  rt::thread_pool pool(2);
  rt::run(app(pool, all));
}
