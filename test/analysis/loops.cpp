// SPDX-License-Identifier: Apache-2.0
// Why a loop is taken to go one by one: each reason, and where it is.
// REQUIRES: cotidy
// RUN: %cotidy --dump-coroutines %s -- -std=c++20 -nostdlibinc -isystem %inputs/std -isystem %inputs/libs | grep "coroutine\|loop" | FileCheck %s
#include <cppcoro/generator.hpp>
#include <mine/task.hpp>
#include <vector>

using mine::task;
task<int> load(int id);
task<> sleep_for(int ms);
task<> change(std::vector<int> &all);
task<bool> ok(int id);

// CHECK: coroutine heads
task<> heads(std::vector<int> &ids, int n) {
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: independent, awaits its work at [[#@LINE+2]]:5{{$}}
  for (int id : ids)
    co_await load(id);
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: one by one, its head awaits ([[#@LINE+1]]:10){{$}}
  while (co_await load(1))
    co_await load(2);
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: one by one, no counter or iterator is compared with a bound ([[#@LINE+1]]:10){{$}}
  while (!ids.size())
    co_await load(1);
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: one by one, there is at most one iteration ([[#@LINE+1]]:3){{$}}
  for (int i = 0; i < 1; ++i)
    co_await load(i);
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: one by one, the bound changes in the loop ([[#@LINE+1]]:19){{$}}
  for (int i = 0; i < n; ++i)
    n -= co_await load(i);
}
// CHECK: coroutine bodies
task<> bodies(std::vector<int> &ids) {
  int last = 0;
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: one by one, it can be left by what was awaited ([[#@LINE+3]]:7){{$}}
  for (int id : ids)
    if (co_await ok(id))
      break;
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: one by one, it pauses ([[#@LINE+3]]:14){{$}}
  for (int id : ids) {
    co_await load(id);
    co_await sleep_for(id);
  }
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: one by one, a value flows from one iteration to a later one ([[#@LINE+2]]:5){{$}}
  for (int id : ids)
    last = co_await load(id + last);
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: one by one, each iteration awaits the same call ([[#@LINE+2]]:14){{$}}
  for (int id : ids)
    co_await load(1);
}
// Inner loops come first; what is around an independent one is not judged.
// CHECK: coroutine nested
task<> nested(std::vector<std::vector<int>> &rows) {
  // CHECK-NEXT: loop at [[#@LINE+3]]:5: independent, awaits its work at [[#@LINE+4]]:7{{$}}
  // CHECK-NEXT: loop at [[#@LINE+1]]:3: has a loop in it that is independent{{$}}
  for (auto &row : rows)
    for (int id : row)
      co_await load(id);
}
