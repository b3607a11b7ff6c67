// SPDX-License-Identifier: Apache-2.0
// coro-cpu-bound is opt-in: a pattern does not ask for it; its full name does, and its option.
// REQUIRES: cotidy
// DEFINE: %{code} = -- -std=c++20 -isystem %inputs/libs -isystem %inputs/std -nostdlibinc
// RUN: %tidy -checks='-*,coro-*' %s %{code} 2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty
// RUN: %cotidy --quiet %s %{code} 2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty
// RUN: %tidy -checks='-*,coro-*,coro-cpu-bound' %s %{code} 2>&1 | FileCheck %s
// RUN: %cotidy --quiet --checks=coro-cpu-bound %s %{code} 2>&1 | FileCheck %s
// RUN: echo > %t.log
// RUN: %tidy -checks='-*,coro-*' --config='{CheckOptions: {coro-cpu-bound.SlowSteps: "%t.log"}}' %s \
// RUN:   %{code} 2>&1 | FileCheck %s
// SILENT-NOT: coro-cpu-bound
#include <mine/task.hpp>
#include <vector>

mine::task<> busy(std::vector<int> &all) {
  for (int &a : all) // CHECK: [[@LINE]]:3: warning: {{.*}}[coro-cpu-bound]
    for (int &b : all)
      a += b;
  co_return;
}
