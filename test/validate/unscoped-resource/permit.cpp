// SPDX-License-Identifier: Apache-2.0
// A permit of a semaphore that another task waits for.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: scoped-guard (suggestion) {{.*}} holds
#include <cstdio>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> use(rt::semaphore &permits, const char *name) {
  co_await permits.acquire();
  co_await rt::sleep_for(5ms);
  std::puts("used");
  permits.release();
}

rt::task<> app() {
  rt::semaphore permits(1);
  auto first = rt::spawn(use(permits, "first"), {.name = "first"});
  auto second = rt::spawn(use(permits, "second"), {.name = "second"});
  try {
    co_await first;
  } catch (...) {
    std::puts("the first has failed");
    throw;
  }
  co_await second;
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
