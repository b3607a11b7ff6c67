// SPDX-License-Identifier: Apache-2.0
// The driver on one file: what it prints where, and what it returns.
// REQUIRES: cotidy
// RUN: %cotidy %s -- -std=c++20 -nostdinc++ -I%S/Inputs 2>%t.err \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not='error:'
// RUN: FileCheck %s --check-prefix=SUMMARY --input-file=%t.err
// RUN: %cotidy --quiet %s -- -std=c++20 -nostdinc++ -I%S/Inputs 2>%t.err | FileCheck %s
// RUN: count 0 < %t.err
// RUN: %exits 1 %cotidy --warnings-as-errors='*' %s -- -std=c++20 -nostdinc++ -I%S/Inputs 2>&1 \
// RUN:   | FileCheck %s --check-prefix=ERRORS
// RUN: %cotidy --checks='-coro-blocking-call,coro-blocking-call' --list-checks \
// RUN:   | FileCheck %s --check-prefix=LIST
// RUN: %cotidy --version | FileCheck %s --check-prefix=VERSION
// RUN: %cotidy --help | FileCheck %s --check-prefix=HELP
// RUN: %cotidy --use-color %s -- -std=c++20 -nostdinc++ -I%S/Inputs \
// RUN:   | FileCheck %s --check-prefix=COLOURS
// RUN: %cotidy --line-filter='[{"name":"other.cpp"}]' %s -- -std=c++20 -nostdinc++ -I%S/Inputs \
// RUN:   | count 0
// RUN: %cotidy --extra-arg=-DSLOW=1 --extra-arg-before=-DSLOWER=1 %s -- -std=c++20 -nostdinc++ \
// RUN:   -I%S/Inputs | FileCheck %s --check-prefixes=CHECK,EXTRA
// LIST: Enabled checks:
// LIST: {{^}}    coro-blocking-call: finds calls
// VERSION: cotidy {{[0-9.]+}} (clang 22
// HELP: Exit code:
// COLOURS: {{\[}}0;1;35mwarning:
#include "relay.h"

asio::awaitable<void> tick() {
  // CHECK: driver.cpp:[[@LINE+2]]:3: warning: {{.*}} blocks the thread {{.*}}[coro-blocking-call]
  // ERRORS: error: {{.*}}[coro-blocking-call,-warnings-as-errors]
  std::this_thread::sleep_for(std::chrono::seconds(1));
#if SLOW && SLOWER
  // EXTRA: driver.cpp:[[@LINE+1]]:3: warning:
  std::this_thread::sleep_for(std::chrono::seconds(2));
#endif
  // NOLINTNEXTLINE(coro-blocking-call)
  std::this_thread::sleep_for(std::chrono::seconds(3));
  // NOLINTBEGIN(coro-*)
  std::this_thread::sleep_for(std::chrono::seconds(4));
  // NOLINTEND(coro-*)
  co_return;
}
// SUMMARY-NOT: generated
// SUMMARY: 1 finding in 1 unit, {{[0-9.]+}} s
// ERRORS: 1 finding in 1 unit, 1 treated as error,
