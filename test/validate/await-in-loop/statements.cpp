// SPDX-License-Identifier: Apache-2.0
// Work without a result, whose traces are kept apart.
// RUN: %validate --checks='-*,coro-await-in-loop' %s | FileCheck %s
// CHECK: gather (suggestion) {{.*}} holds
#include <cstdio>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct entry {
  int id;
  int size = 0;
};

rt::task<> refresh(entry &of) {
  co_await rt::sleep_for(10ms);
  of.size = of.id * 3;
}

rt::task<int> app() {
  std::vector<entry> entries{{1}, {2}, {3}};
  for (entry &each : entries)
    co_await refresh(each);
  for (const entry &each : entries)
    std::printf("%d\n", each.size);
  co_return 0;
}

int main() { return rt::run(app()); }
