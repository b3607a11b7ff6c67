// SPDX-License-Identifier: Apache-2.0
// A permit in a task that its parent gives up on.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: scoped-guard (suggestion) {{.*}} holds
#include <cstdio>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> use(rt::semaphore &permits, std::chrono::milliseconds time) {
  co_await permits.acquire();
  co_await rt::sleep_for(time);
  std::puts("used");
  permits.release();
}

rt::task<> app() {
  rt::semaphore permits(2);
  try {
    co_await rt::timeout(5ms, use(permits, 1h));
  } catch (const rt::timed_out &) {
    std::puts("timed out");
  }
  co_await use(permits, 1ms);
  co_await use(permits, 1ms);
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
