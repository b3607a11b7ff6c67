// SPDX-License-Identifier: Apache-2.0
// ALL SILENT: tasks that somebody has, and what is no task.
// RUN: %check --check=coro-dropped-task %s
#include <coroutine>
#include <mine/task.hpp>
#include <mock/promise.h>
#include <utility>
#include <vector>

mine::task<> step();
mine::task<int> count(int);
void keep(mine::task<>);
bool happens();

mine::task<> somebody_has_it(std::vector<mine::task<>> &list, mine::task<> &slot) {
  co_await step();
  keep(step());
  list.push_back(step());
  slot = step();
  (void)step();
  static_cast<void>(step());
  auto task = happens() ? step() : step();
  co_await std::move(task);
  co_return (void)co_await count(1);
}
mine::task<> returns() { return step(); }
auto lambda = [] { return step(); };
using type = decltype(step());
bool never = noexcept(step());

// Nobody can await these.
struct fire_and_forget {
  using promise_type = mock::promise<fire_and_forget, void, std::suspend_never>;
};
fire_and_forget fire() { co_return; }
mine::sequence<int> sequence();
// An awaiter that no coroutine makes: awaiting it is up to the caller.
struct event {
  mock::awaiter<void> set();
};
// A reference to a task is somebody's.
mine::task<> &member();

mine::task<> others(event &e) {
  fire();
  sequence();
  e.set();
  member();
  co_return;
}

// What starts or owns a task hands back what may be dropped.
struct pool {
  mine::task<> spawn(mine::task<>);
  mine::task<> start();
};
mine::task<> owners(pool &p) {
  p.spawn(step());
  p.start();
  co_return;
}

// An eager task that goes on in a function, or whose errors it handles itself.
struct eager : mock::awaiter<int> {
  using promise_type = mock::promise<eager, int, std::suspend_never>;
  template <class F> eager then(F f) { return {}; }
};
eager runs();
eager handles() {
  try {
    co_await runs();
    co_return 1;
  } catch (...) {
  }
  co_return 2;
}
void slot() {
  runs().then([](int) {});
  handles();
}

// A test that wants the call itself to throw (concurrencpp's own).
template <class E, class F> void assert_throws(F f) {
  try {
    f();
  } catch (E &) {
  }
}
#define EXPECT_THROW(statement, type) \
  try {                               \
    statement;                        \
  } catch (type &) {                  \
  }
void tests() {
  assert_throws<int>([] { step(); });
  EXPECT_THROW(step(), int);
}
mine::task<> suppressed() {
  step(); // NOLINT(coro-dropped-task)
  co_return;
}
