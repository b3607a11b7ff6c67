// SPDX-License-Identifier: Apache-2.0
// A task that is kept in a variable which nobody uses.
// RUN: %validate --checks='-*,coro-dropped-task' %s | FileCheck %s
// CHECK: awaited-task (safe) {{.*}} holds
#include <cstdio>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> notify(int customer) {
  co_await rt::sleep_for(5ms);
  std::printf("%d knows\n", customer);
  co_return customer;
}

rt::task<> app() {
  auto mail = notify(7);
  co_await rt::sleep_for(5ms);
  std::puts("done");
}

int main() {
  try {
    rt::run(app());
  } catch (const rt::cancelled &) {
    std::puts("cancelled");
  } catch (const std::exception &e) {
    std::puts(e.what());
  }
}
