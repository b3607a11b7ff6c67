// SPDX-License-Identifier: Apache-2.0
// A permit in a task that fails by itself, while others wait.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: scoped-guard (suggestion) {{.*}} holds
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> check(int number) {
  co_await rt::sleep_for(5ms);
  if (number > 1)
    throw std::runtime_error("out of order");
}

rt::task<> use(rt::semaphore &permits, int number) {
  co_await permits.acquire();
  co_await check(number);
  std::printf("%d\n", number);
  permits.release();
}

rt::task<> app() {
  rt::semaphore permits(2);
  auto first = rt::spawn(use(permits, 0), {.name = "first"});
  auto second = rt::spawn(use(permits, 1), {.name = "second"});
  co_await rt::sleep_for(20ms);
  try {
    co_await use(permits, 2);
  } catch (const std::runtime_error &e) {
    std::puts(e.what());
  }
  co_await use(permits, 0);
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
