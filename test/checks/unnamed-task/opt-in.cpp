// SPDX-License-Identifier: Apache-2.0
// coro-unnamed-task is opt-in: a pattern does not ask for it, its full name does, in all products.
// REQUIRES: cotidy
// RUN: %tidy -checks='-*,coro-*' %s -- -std=c++20 -isystem %inputs/libs -isystem %inputs/std \
// RUN:   -nostdlibinc 2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty
// RUN: %cotidy --quiet %s -- -std=c++20 -isystem %inputs/libs -isystem %inputs/std -nostdlibinc \
// RUN:   2>&1 | FileCheck %s --check-prefix=SILENT --allow-empty
// RUN: %tidy -checks='-*,coro-*,coro-unnamed-task' %s -- -std=c++20 -isystem %inputs/libs \
// RUN:   -isystem %inputs/std -nostdlibinc 2>&1 | FileCheck %s
// RUN: %cotidy --quiet --checks=coro-unnamed-task %s -- -std=c++20 -isystem %inputs/libs \
// RUN:   -isystem %inputs/std -nostdlibinc 2>&1 | FileCheck %s
// SILENT-NOT: coro-unnamed-task
#include <mine/task.hpp>

void spawn(mine::task<> work, const char *name = nullptr);
mine::task<> serve();
mine::task<> starts() {
  spawn(serve()); // CHECK: [[@LINE]]:3: warning: {{.*}}[coro-unnamed-task]
  co_return;
}
