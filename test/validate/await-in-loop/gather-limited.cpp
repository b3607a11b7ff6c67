// SPDX-License-Identifier: Apache-2.0
// More requests than may run at once.
// RUN: %validate --checks='-*,coro-await-in-loop' %s | FileCheck %s
// CHECK: gather (safe) {{.*}} holds
#include <cstdio>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> ping(int host) {
  co_await rt::sleep_for(std::chrono::milliseconds(1 + host % 7));
  co_return host % 7;
}

rt::task<> app() {
  int sum = 0;
  for (int host = 0; host < 40; ++host)
    sum += co_await ping(host);
  std::printf("%d\n", sum);
}

int main() { rt::run(app()); }
