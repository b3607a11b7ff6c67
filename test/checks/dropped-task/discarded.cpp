// SPDX-License-Identifier: Apache-2.0
// Tasks that are discarded: lazy, eager and unknown ones, in coroutines and elsewhere.
// RUN: %check --check=coro-dropped-task %s
#include <coroutine>
#include <mine/task.hpp>
#include <mock/promise.h>
#include <utility>

// Starts when it is called.
struct eager : mock::awaiter<int> {
  using promise_type = mock::promise<eager, int, std::suspend_never>;
};
// Nobody knows when it starts.
struct other : mock::awaiter<int> {
  struct decides : mock::awaiter<void> {};
  using promise_type = mock::promise<other, int, decides>;
};
mine::task<> step() { co_return; }
mine::task<int> count(int) { co_return 1; }
eager runs() { co_return 1; }
other perhaps() { co_return 1; }
bool happens();
struct service {
  mine::task<> stop();
  mine::task<> operator()(int);
  mine::task<> operator|(int);
};

mine::task<> all(service s) {
  step(); // WARN: the task that 'step' returns is dropped: it only starts when it is awaited, so its work is never done // FIX: co_await step();
  count(1); // WARN: the task that 'count' returns is dropped // FIX: co_await count(1);
  s.stop(); // WARN: the task that 'service::stop' returns // FIX: co_await s.stop();
  s(1); // WARN: the task that 'service::operator()' returns // FIX: co_await s(1);
  s | 1; // WARN: the task that 'service::operator|' returns is dropped
  (step()); // WARN: the task that 'step' returns is dropped // FIX: (co_await step());
  []() -> mine::task<> { co_return; }(); // WARN: the task that this lambda returns // FIX: co_await []() -> mine::task<> { co_return; }();
  runs(); // WARN: the task that 'runs' returns is dropped: it runs on its own and its errors are lost
  perhaps(); // WARN: if it starts when it is awaited, its work is never done, and else its errors are lost
  if (happens())
    step(); // WARN: 'step' // FIX: co_await step();
  else
    step(); // WARN: 'step' // FIX: co_await step();
  for (step(); happens();) // WARN: 'step' // FIX: for (co_await step(); happens();)
    ;
  for (; happens(); count(2)) // WARN: 'count' // FIX: for (; happens(); co_await count(2))
    step(); // WARN: 'step' // FIX: co_await step();
  while (happens())
    step(); // WARN: 'step' // FIX: co_await step();
  do
    step(); // WARN: 'step' // FIX: co_await step();
  while (happens());
  switch (int i = 3; i) {
  case 1:
    step(); // WARN: 'step' // FIX: co_await step();
    break;
  default:
    step(); // WARN: 'step' // FIX: co_await step();
  }
  count(1), co_await step(); // WARN: 'count' // FIX: co_await count(1), co_await step();
  try {
    step(); // WARN: 'step' // FIX: co_await step();
  } catch (...) {
    step(); // WARN: 'step'
  }
  auto plain = [] {
    step(); // WARN: 'step'
  };
  plain();
}
// The fix of an eager task makes what follows wait.
eager waits() {
  runs(); // WARN: 'runs' // NOTE: await it: what follows then waits until it is done, and gets its errors // SUGGEST: co_await runs();
  co_return 1;
}
// Its coroutines cannot await these, as far as can be seen.
mine::sequence<int> sequence() {
  step(); // WARN: 'step'
  co_yield 1;
}
// An await of the same type shows that they can.
mine::stream<int> stream() {
  co_await count(1);
  count(2); // WARN: 'count' // FIX: co_await count(2);
  co_yield 1;
}
#define STEP step()
#define RUN(x) x
mine::task<> macros() {
  STEP; // WARN: 'step'
  RUN(step()); // WARN: 'step'
  co_return;
}

// Outside of coroutines there is no fix.
void plain(service &s) {
  step(); // WARN: the task that 'step' returns is dropped: it only starts when it is awaited
  s.stop(); // WARN: 'service::stop'
  auto handler = [&] {
    s.stop(); // WARN: 'service::stop'
  };
  handler();
}
struct widget {
  widget() {
    step(); // WARN: 'step'
  }
  ~widget() {
    step(); // WARN: 'step'
  }
  void clicked() {
    runs(); // WARN: 'runs'
  }
};
auto global = [] {
  step(); // WARN: 'step'
};
template <class T> void generic(T) {
  step(); // WARN: 'step'
}
template <class T> mine::task<T> generic_task(T t) {
  step(); // WARN: 'step' // FIX: co_await step();
  co_return t;
}
template mine::task<int> generic_task(int);
template mine::task<long> generic_task(long);
