// SPDX-License-Identifier: Apache-2.0
// Retries with a growing pause, until the last one gives up.
// RUN: %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: awaited-sleep (safe) {{.*}} holds
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

namespace rt = cotidy::rt;

rt::task<int> ask(int attempt) {
  co_await rt::yield();
  if (attempt < 4)
    throw std::runtime_error("busy");
  co_return attempt;
}

rt::task<int> ask_often() {
  for (int attempt = 1;; ++attempt) {
    bool failed = false;
    try {
      co_return co_await ask(attempt);
    } catch (const std::runtime_error &) {
      failed = true;
    }
    if (failed)
      std::this_thread::sleep_for(std::chrono::milliseconds(100 * attempt));
  }
}

rt::task<> app() { std::printf("attempt %d\n", co_await ask_often()); }

int main() { rt::run(app()); }
