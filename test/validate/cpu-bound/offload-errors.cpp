// SPDX-License-Identifier: Apache-2.0
// A heavy function that fails, two steps below the coroutine: its error arrives from the pool, too.
// RUN: %validate --checks='-*,coro-cpu-bound' --config='{CheckOptions: {coro-cpu-bound.AnySize: true}}' %s | FileCheck %s
// CHECK: offload (suggestion) {{.*}} holds
#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <thread>
#include <vector>

#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/run.hpp"

namespace rt = cotidy::rt;

bool before(unsigned a, unsigned b) {
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  return a < b;
}

unsigned median(std::vector<unsigned> &all) {
  std::stable_sort(all.begin(), all.end(), before);
  if (all.front() != 0)
    throw std::runtime_error("no zero among them");
  return all[all.size() / 2];
}

rt::task<> app(rt::thread_pool &pool, std::vector<unsigned> &all) {
  try {
    std::printf("%u\n", median(all));
  } catch (const std::runtime_error &error) {
    std::printf("%s\n", error.what());
  }
  co_return;
}

int main() {
  std::vector<unsigned> all;
  for (unsigned i = 0, x = 1; i < 50; ++i)
    all.push_back(x = (x * 1664525 + 1013904223) | 1);
  rt::thread_pool pool(2);
  rt::run(app(pool, all));
}
