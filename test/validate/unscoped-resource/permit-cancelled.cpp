// SPDX-License-Identifier: Apache-2.0
// A permit in a task that may be cancelled, after which its parent wants one, too.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: scoped-guard (suggestion) {{.*}} holds
#include <cstdio>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/this_task.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> use(rt::semaphore &permits) {
  co_await permits.acquire();
  co_await rt::sleep_for(5ms);
  std::puts("used");
  permits.release();
}

rt::task<> app() {
  rt::semaphore permits(1);
  auto worker = rt::spawn(use(permits), {.name = "worker"});
  try {
    co_await worker;
  } catch (const rt::cancelled &) {
    std::puts("the worker was given up");
    if (rt::this_task::cancel_requested())
      throw;
  }
  co_await use(permits);
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
