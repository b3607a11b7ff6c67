// SPDX-License-Identifier: Apache-2.0
// Suspension points: what is awaited, whether it can suspend, what is alive, where the coroutine is.
// REQUIRES: cotidy
// RUN: %cotidy --dump-coroutines %s -- -std=c++20 -nostdlibinc -isystem %inputs/std -isystem %inputs/libs | FileCheck %s
#include <asio.hpp>
#include <cppcoro/generator.hpp>
#include <cppcoro/io_service.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <cppcoro/task.hpp>
#include <fstream>
#include <mine/task.hpp>
#include <mutex>

asio::awaitable<int> other(int);

// CHECK: coroutine kinds
asio::awaitable<void> kinds(int A) {
  // CHECK-NEXT: await at [[@LINE+1]]:3: library asio, alive: A
  co_await other(1);
  // CHECK-NEXT: await at [[@LINE+1]]:19: library asio, never suspends, alive: A
  auto Executor = co_await asio::this_coro::executor;
  // CHECK-NEXT: await at [[@LINE+1]]:3: library unknown, never suspends, alive: A, Executor
  co_await std::suspend_never();
  // CHECK-NEXT: await at [[@LINE+1]]:3: library unknown, alive: A, Executor
  co_await std::suspend_always();
  // Inner before outer? In source order.
  // CHECK-NEXT: await at [[@LINE+2]]:3: library asio, alive: A, Executor
  // CHECK-NEXT: await at [[@LINE+1]]:18: library asio, alive: A, Executor
  co_await other(co_await other(2));
}

// CHECK: coroutine yields
cppcoro::generator<int> yields() {
  int I = 0;
  // CHECK-NEXT: yield at [[@LINE+1]]:3: library {{.*}}, alive: I
  co_yield I;
}

// Scopes: what was declared before and is still there.
// CHECK: coroutine scopes
asio::awaitable<void> scopes(std::mutex &M) {
  int Before = 1;
  { int Gone = 2; }
  if (int InHead = Before; InHead > 1) {
    int Inside = 3;
    // CHECK-NEXT: await at [[@LINE+1]]:5: {{.*}}alive: {{.*}}Inside
    co_await other(1);
    int Later = 4;
  } else {
    // CHECK-NEXT: await at [[@LINE+1]]:5: library asio, alive: M, InHead, Before
    co_await other(2);
  }
  for (int I = 0; I < 3; ++I)
    // CHECK-NEXT: await at [[@LINE+1]]:5: library asio, alive: M, I, Before
    co_await other(I);
  static int Static = 1;
  std::lock_guard<std::mutex> Guard(M);
  // CHECK-NEXT: await at [[@LINE+1]]:13: library asio, alive: M, Before, Guard
  int Now = co_await other(3);
  // CHECK-NEXT: await at [[@LINE+2]]:3: {{.*}}, unreachable
  co_return;
  co_await other(4);
}

// Where the coroutine runs, and what blocks there.
void slow() { std::ifstream File("a"); }
// CHECK: coroutine moves
cppcoro::task<> moves(cppcoro::static_thread_pool &Pool, cppcoro::io_service &Loop) {
  // CHECK-NEXT: await at [[@LINE+3]]:3: library {{[a-z]+}}, alive: Pool, Loop
  // CHECK-NEXT: await at [[@LINE+4]]:3: library {{[a-z]+}}, may be on a pool, alive: Pool, Loop
  // CHECK-NEXT: blocks at [[@LINE+2]]:3: slow ([[@LINE+2]]:3) -> std::ifstream ({{.*}}), may be on a pool
  co_await Pool.schedule();
  slow();
  co_await Loop.schedule();
  // CHECK-NEXT: blocks at [[@LINE+1]]:3: slow ([[@LINE+1]]:3) -> std::ifstream
  slow();
  // CHECK-NEXT: blocks at {{.*}}: std::mutex::lock ({{.*}}), may
  std::mutex M;
  M.lock();
}
