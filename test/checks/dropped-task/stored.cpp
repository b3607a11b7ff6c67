// SPDX-License-Identifier: Apache-2.0
// Tasks that are kept in a local that nobody uses.
// RUN: %check --check=coro-dropped-task %s
#include <coroutine>
#include <mine/task.hpp>
#include <mock/promise.h>
#include <utility>

struct eager : mock::awaiter<int> {
  using promise_type = mock::promise<eager, int, std::suspend_never>;
};
mine::task<> step() { co_return; }
mine::task<int> count(int) { co_return 1; }
eager runs() { co_return 1; }
bool happens();
void keep(mine::task<>);

mine::task<> kept() {
  auto a = step(); // WARN: the task that 'step' returns is kept in 'a' and never used: it only starts when it is awaited, so its work is never done // FIX: co_await step();
  mine::task<int> b = count(1); // WARN: kept in 'b' // FIX: co_await count(1);
  mine::task<int> c{count(1)}; // WARN: kept in 'c'
  mine::task<int> d(count(1)); // WARN: kept in 'd'
  auto &&e = step(); // WARN: kept in 'e'
  auto f = runs(); // WARN: kept in 'f' and never used: it runs on its own and its errors are lost
  auto /* why */ g = step(); // WARN: kept in 'g'
  auto h = step(), // WARN: kept in 'h'
       i = step(); // WARN: kept in 'i'
  if (auto j = step(); happens()) // WARN: kept in 'j'
    co_return;
  co_return;
}
void elsewhere() {
  auto task = step(); // WARN: kept in 'task'
}

// All of these are uses.
mine::task<> used() {
  auto awaited = step();
  co_await std::move(awaited);
  auto sometimes = step();
  if (happens())
    co_await std::move(sometimes);
  auto passed = step();
  keep(std::move(passed));
  auto captured = step();
  auto later = [task = std::move(captured)] {};
  auto by_reference = step();
  auto also = [&] { (void)by_reference; };
  auto asked = count(1);
  asked.await_ready();
  auto silenced = step();
  (void)silenced;
  [[maybe_unused]] auto unused = step();
  auto _ = step();
  auto unused_task = step();
}
mine::task<> returned() {
  auto task = step();
  return task;
}
