// SPDX-License-Identifier: Apache-2.0
// The fix gives the permit back before the work, so that two work at once.
// RUN: %before-after %s %t && %exits 1 %validate --promise unscoped-resource --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}where before it prints
// RUN: %validate --dry-run --checks=-*,coro-unscoped-resource %t/before.cpp | FileCheck %s --check-prefix=OFFERS --implicit-check-not='(safe)'
// OFFERS: (suggestion)
#include <cstdio>
#include <exception>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

int working = 0, most = 0;

rt::task<> use(rt::semaphore &permits) {
  co_await permits.acquire();
  // AFTER permits.release();
  most = ++working > most ? working : most;
  co_await rt::sleep_for(5ms);
  --working;
  permits.release(); // BEFORE
}

rt::task<> app() {
  rt::semaphore permits(1);
  co_await rt::gather(use(permits), use(permits));
  std::printf("%d at once\n", most);
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
