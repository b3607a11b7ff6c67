// SPDX-License-Identifier: Apache-2.0
// What the analysis knows about a coroutine: library, role, start, suspension points with the locals
// that live across them, where it may run, what blocks in it, and how it is started.
// REQUIRES: cotidy
// RUN: %cotidy --dump-coroutines %s -- -std=c++20 -nostdlibinc -isystem %inputs/std -isystem %inputs/libs > %t
// RUN: FileCheck %s --input-file=%t --implicit-check-not=coroutine --implicit-check-not=await --implicit-check-not=blocks
#include <asio.hpp>
#include <cppcoro/generator.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <cppcoro/task.hpp>
#include <fstream>
#include <mine/task.hpp>
#include <thread>

int fetch();
asio::any_io_executor Executor;

// CHECK: coroutine reads at [[#@LINE+1]]:22: task, library asio, lazy{{$}}
asio::awaitable<int> reads(int Param) {
  int Early = fetch();
  if (int Head = fetch()) {
    int Inner = Head;
    // The awaited variable of Asio is always ready, and what it initialises is not alive yet.
    // CHECK-NEXT: await at [[#@LINE+1]]:16: library asio, never suspends, alive: Param, Inner, Head, Early{{$}}
    auto Own = co_await asio::this_coro::executor;
    // CHECK-NEXT: await at [[#@LINE+1]]:5: library asio, alive: Param, Inner, Own, Head, Early{{$}}
    co_await asio::post(Executor, asio::use_awaitable);
  }
  for (int I = 0; I < 3; ++I) {
    int Body = I;
    // CHECK-NEXT: await at [[#@LINE+1]]:5: library asio, alive: Param, Body, I, Early{{$}}
    co_await asio::post(Executor, asio::use_awaitable);
  }
  // CHECK-NEXT: loop at [[#@LINE-5]]:3: one by one, it moves the coroutine ([[#@LINE-2]]:14){{$}}
  int Late = fetch();
  co_return Early + Late;
}

// CHECK-NEXT: coroutine counts at [[#@LINE+1]]:25: generator, library cppcoro, lazy{{$}}
cppcoro::generator<int> counts() {
  for (int I = 0;; ++I)
    // CHECK-NEXT: yield at [[#@LINE+1]]:5: library unknown, alive: I{{$}}
    co_yield I;
  // CHECK-NEXT: loop at [[#@LINE-3]]:3: one by one, it yields a value ([[#@LINE-1]]:5){{$}}
}

// CHECK-NEXT: coroutine hops at [[#@LINE+1]]:17: task, library cppcoro, lazy{{$}}
cppcoro::task<> hops(cppcoro::static_thread_pool &Pool) {
  // CHECK-NEXT: await at [[#@LINE+1]]:3: library cppcoro, alive: Pool{{$}}
  co_await Pool.schedule();
  // CHECK-NEXT: await at [[#@LINE+1]]:3: library cppcoro, may be on a pool, alive: Pool{{$}}
  co_await hops(Pool);
}

// No model knows this type: its shape says what it is.
// CHECK-NEXT: coroutine shape at [[#@LINE+1]]:14: task, library unknown, lazy{{$}}
mine::task<> shape() {
  // CHECK-NEXT: await at [[#@LINE+1]]:3: library unknown, never suspends{{$}}
  co_await std::suspend_never();
  // CHECK-NEXT: await at [[#@LINE+1]]:3: library unknown{{$}}
  co_await std::suspend_always();
}

// CHECK-NEXT: coroutine dead at [[#@LINE+1]]:23: task, library asio, lazy{{$}}
asio::awaitable<void> dead() {
  co_return;
  // CHECK-NEXT: await at [[#@LINE+1]]:3: library asio, unreachable{{$}}
  co_await asio::post(Executor, asio::use_awaitable);
}

// CHECK-NEXT: coroutine pattern at [[#@LINE+4]]:39: task, library asio, lazy, pattern{{$}}
// CHECK-NEXT: await at [[#@LINE+4]]:3: library asio, alive: Value{{$}}
// CHECK-NEXT: coroutine pattern at [[#@LINE+2]]:39: task, library asio, lazy, instantiation{{$}}
// CHECK-NEXT: await at [[#@LINE+2]]:3: library asio, alive: Value{{$}}
template <class T> asio::awaitable<T> pattern(T Value) {
  co_await asio::post(Executor, asio::use_awaitable);
  co_return Value;
}
asio::awaitable<int> uses() { return pattern(1); }

void step() { std::ifstream File("a"); }
void longer() { step(); }
void outer(bool Long) { Long ? longer() : step(); }
// The shortest chain is the one that is shown.
// CHECK-NEXT: coroutine slow at [[#@LINE+1]]:23: task, library asio, lazy{{$}}
asio::awaitable<void> slow() {
  // CHECK-NEXT: blocks at [[#@LINE+1]]:3: outer ([[#@LINE+1]]:3) -> step ([[#@LINE-4]]:43) -> std::ifstream ([[#@LINE-6]]:29){{$}}
  outer(true);
  // CHECK-NEXT: blocks at [[#@LINE+1]]:3: std::this_thread::yield ([[#@LINE+1]]:3), may{{$}}
  std::this_thread::yield();
  co_return;
}

// CHECK-NEXT: coroutine onPool at [[#@LINE+1]]:23: task, library asio, lazy, only offloaded{{$}}
asio::awaitable<void> onPool() { co_return; }
// CHECK-NEXT: coroutine alone at [[#@LINE+1]]:23: task, library asio, lazy, only detached{{$}}
asio::awaitable<void> alone() { co_return; }
// Used in two ways, so neither "only" holds.
// CHECK-NEXT: coroutine both at [[#@LINE+1]]:23: task, library asio, lazy{{$}}
asio::awaitable<void> both() { co_return; }
void start(asio::thread_pool &Pool, asio::io_context &Loop) {
  asio::co_spawn(Pool, onPool(), asio::use_awaitable);
  asio::co_spawn(Loop, alone(), asio::detached);
  asio::co_spawn(Pool, both(), asio::use_awaitable);
  asio::co_spawn(Loop, both(), asio::detached);
  // CHECK-NEXT: coroutine lambda at [[#@LINE+2]]:12: task, library asio, lazy{{$}}
  // CHECK-NEXT: await at [[#@LINE+2]]:5: library asio, alive: X{{$}}
  auto L = [](int X) -> asio::awaitable<void> {
    co_await asio::post(Executor, asio::use_awaitable);
  };
}
