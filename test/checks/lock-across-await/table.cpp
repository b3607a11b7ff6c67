// SPDX-License-Identifier: Apache-2.0
// The rows of the table in docs/checks/lock-across-await.md: a function each, that suspends with a
// lock (WARN) or without. What clang-tidy's checks say of them, table.test compares.
// RUN: %check --check=coro-lock-across-await %s
#include <initializer_list>
#include <mine/task.hpp>
#include <mutex>
#include <shared_mutex>
#include <utility>

std::mutex m;
mine::task<int> step();
int use(int);
bool happens();

// ROW: `std::lock_guard<std::mutex> lock(m);`
mine::task<> row1() {
  std::lock_guard<std::mutex> lock(m);
  co_await step(); // WARN: lock
}
// ROW: deduced: `std::lock_guard lock(m);`
mine::task<> row2() {
  std::lock_guard lock(m);
  co_await step(); // WARN: lock
}
// ROW: `std::unique_lock<std::mutex> lock(m);`
mine::task<> row3() {
  std::unique_lock<std::mutex> lock(m);
  co_await step(); // WARN: lock
}
// ROW: `std::shared_lock<std::shared_mutex> lock(rw);`
mine::task<> row4(std::shared_mutex &rw) {
  std::shared_lock<std::shared_mutex> lock(rw);
  co_await step(); // WARN: lock
}
using guard = std::lock_guard<std::mutex>;
// ROW: an alias of the guard's type
mine::task<> row5() {
  guard lock(m);
  co_await step(); // WARN: lock
}
// ROW: `auto lock = std::unique_lock(m);`
mine::task<> row6() {
  auto lock = std::unique_lock(m);
  co_await step(); // WARN: lock
}
// ROW: the await initialises a variable
mine::task<> row7() {
  std::lock_guard<std::mutex> lock(m);
  int i = co_await step(); // WARN: lock
  use(i);
}
// ROW: the await is assigned
mine::task<> row8(int i) {
  std::lock_guard<std::mutex> lock(m);
  i = co_await step(); // WARN: lock
  use(i);
}
// ROW: the await is an argument of a call
mine::task<> row9() {
  std::lock_guard<std::mutex> lock(m);
  use(co_await step()); // WARN: lock
}
// ROW: `co_yield`
mine::stream<int> row10() {
  std::lock_guard<std::mutex> lock(m);
  co_yield 1; // WARN: lock
}
// ROW: the lock in the head of an `if`
mine::task<> row11() {
  if (std::lock_guard<std::mutex> lock(m); happens())
    co_await step(); // WARN: lock
}
// ROW: the lock in the head of a `for`
mine::task<> row12() {
  for (std::lock_guard<std::mutex> lock(m); happens();)
    co_await step(); // WARN: lock
}
// ROW: the lock in the head of a `switch`
mine::task<> row13(int i) {
  switch (std::lock_guard<std::mutex> lock(m); i) {
  default:
    co_await step(); // WARN: lock
  }
}
// ROW: in a block that ends before
mine::task<> row14() {
  {
    std::lock_guard<std::mutex> lock(m);
    use(1);
  }
  co_await step();
}
// ROW: a lambda coroutine beside the lock
mine::task<> row15() {
  std::lock_guard<std::mutex> lock(m);
  auto later = []() -> mine::task<> { co_await step(); };
  later();
  co_return;
}
// ROW: unlocked before
mine::task<> row16() {
  std::unique_lock<std::mutex> lock(m);
  lock.unlock();
  co_await step();
}
// ROW: unlocked on one path only
mine::task<> row17() {
  std::unique_lock<std::mutex> lock(m);
  if (happens())
    lock.unlock();
  co_await step(); // WARN: lock
}
// ROW: unlocked, then locked again
mine::task<> row18() {
  std::unique_lock<std::mutex> lock(m);
  lock.unlock();
  lock.lock();
  co_await step(); // WARN: lock
}
// ROW: unlocked around each await of a loop
mine::task<> row19() {
  std::unique_lock<std::mutex> lock(m);
  while (happens()) {
    lock.unlock();
    co_await step();
    lock.lock();
  }
}
// ROW: `defer_lock`, never locked
mine::task<> row20() {
  std::unique_lock<std::mutex> lock(m, std::defer_lock);
  co_await step();
  lock.lock();
}
// ROW: `adopt_lock`
mine::task<> row21() {
  m.lock();
  std::lock_guard<std::mutex> lock(m, std::adopt_lock);
  co_await step(); // WARN: lock
}
// ROW: `try_to_lock`, the await where it failed
mine::task<> row22() {
  std::unique_lock<std::mutex> lock(m, std::try_to_lock);
  if (!lock)
    co_await step();
}
// ROW: `while (!lock.try_lock()) co_await ...`
mine::task<> row23() {
  std::unique_lock<std::mutex> lock(m, std::defer_lock);
  while (!lock.try_lock())
    co_await step();
}
// ROW: made empty, assigned later
mine::task<> row24() {
  std::unique_lock<std::mutex> lock;
  lock = std::unique_lock<std::mutex>(m);
  co_await step(); // WARN: lock
}
// ROW: moved away before
void take(std::unique_lock<std::mutex>);
mine::task<> row25() {
  std::unique_lock<std::mutex> lock(m);
  take(std::move(lock));
  co_await step();
}
// ROW: swapped with one that is empty
mine::task<> row26() {
  std::unique_lock<std::mutex> lock(m), other;
  lock.swap(other);
  other.unlock();
  co_await step();
}
// ROW: `release()`, the mutex still locked
mine::task<> row27() {
  std::unique_lock<std::mutex> lock(m);
  lock.release();
  co_await step(); // WARN: 'm'
  m.unlock();
}
// ROW: `m.lock()` ... `m.unlock()` by hand
mine::task<> row28() {
  m.lock();
  co_await step(); // WARN: 'm'
  m.unlock();
}
struct async_mutex {
  mine::task<> lock();
  void unlock();
};
// ROW: a guard of a coroutine library's mutex
mine::task<> row29(async_mutex &mutex) {
  co_await mutex.lock();
  std::lock_guard<async_mutex> guard(mutex, std::adopt_lock);
  co_await step();
}
mine::task<> changed(std::unique_lock<std::mutex> &);
// ROW: given to what is awaited: `co_await changed.wait(lock)`
mine::task<> row30() {
  std::unique_lock<std::mutex> lock(m);
  co_await changed(lock);
}
struct ready {
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};
// ROW: what is awaited never suspends
mine::task<> row31() {
  std::lock_guard<std::mutex> lock(m);
  co_await ready();
}
