// SPDX-License-Identifier: Apache-2.0
// More iterations than the gather's limit lets run at once: the fix is safe.
// RUN: %validate --checks='-*,coro-await-in-loop' %s | FileCheck %s
// CHECK: gather (safe) {{.*}} holds
#include <cstdio>
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

rt::task<int> app() {
  std::vector<int> ids;
  for (int id = 0; id < 40; ++id)
    ids.push_back(id);
  int total = 0;
  for (int id : ids)
    total += co_await weigh(id);
  std::printf("%d\n", total);
  co_return 0;
}

int main() { return rt::run(app()); }
