// SPDX-License-Identifier: Apache-2.0
// --dump-coroutines reaches the analysis, and prints no findings.
// REQUIRES: cotidy
// RUN: %cotidy --dump-coroutines %s -- -std=c++20 -nostdinc++ -I%S/Inputs 2>&1 \
// RUN:   | FileCheck %s --implicit-check-not='warning:'
// CHECK: tick
#include "relay.h"
asio::awaitable<void> tick() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
  co_return;
}

// Broken code has diagnostics, and they want a place to go.
// RUN: %exits 3 %cotidy --dump-coroutines %s -- -std=c++20 -nostdinc++ -I%S/Inputs -DBROKEN 2>&1 \
// RUN:   | FileCheck %s --check-prefix=BROKEN --implicit-check-not=crash
// BROKEN: error: use of undeclared identifier 'missing'
#ifdef BROKEN
asio::awaitable<void> broken() { co_await missing; }
#endif
