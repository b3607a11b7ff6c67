// SPDX-License-Identifier: Apache-2.0
// The plugin in stock clang-tidy: its checks are listed, report, obey NOLINT, and fix.
// RUN: %tidy -checks='-*,coro-*' --list-checks | FileCheck %s --check-prefix=LIST
// RUN: %tidy -checks='-*,coro-*' %s -- -std=c++20 -nostdinc++ -I%S/Inputs \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: cp %s %t.cpp
// RUN: %tidy -checks='-*,coro-*' --fix %t.cpp -- -std=c++20 -nostdinc++ -I%S/Inputs
// RUN: FileCheck %s --check-prefix=FIXED --input-file=%t.cpp
// RUN: %tidy -checks='-*,coro-*' --warnings-as-errors='*' %t.cpp -- -std=c++20 -nostdinc++ \
// RUN:   -I%S/Inputs
// LIST: coro-blocking-call
#include "relay.h"

asio::awaitable<void> tick() {
  // CHECK: plugin.cpp:[[@LINE+2]]:3: warning: {{.*}} blocks the thread {{.*}}[coro-blocking-call]
  // FIXED: {{^}}  co_await asio::steady_timer({{.*}}seconds(1)).async_wait(asio::use_awaitable);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  std::this_thread::sleep_for(std::chrono::seconds(2)); // NOLINT(coro-blocking-call)
  // FIXED: seconds(2)); // NOLINT
  co_return;
}
