// SPDX-License-Identifier: Apache-2.0
// Guards of the standard library: how one starts, ends, moves, and where it may be declared. Each
// block is a row of the table in docs/checks/lock-across-await.md.
// RUN: %check --check=coro-lock-across-await %s
#include <chrono>
#include <initializer_list>
#include <mine/task.hpp>
#include <mutex>
#include <shared_mutex>
#include <utility>

std::mutex m, n;
std::shared_mutex rw;
mine::task<int> step();
int use(int, int);
bool happens();

mine::task<> plain() {
  std::lock_guard<std::mutex> lock(m); // NOTE: 'lock' locks 'm' here
  co_await step(); // WARN: coroutine 'plain' suspends here while it holds the thread lock 'lock': whoever else wants it blocks a thread until the coroutine goes on
}
mine::task<> deduced() {
  std::lock_guard lock(m);
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> scoped() {
  std::scoped_lock lock{m, n};
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> nothing() {
  std::scoped_lock<> lock;
  co_await step();
}
mine::task<> shared() {
  std::shared_lock lock(rw);
  co_await step(); // WARN: holds the thread lock 'lock'
}
using guard = std::unique_lock<std::mutex>;
mine::task<> alias() {
  guard lock(m);
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> automatic() {
  auto lock = std::unique_lock(m); // NOTE: 'lock' locks 'm' here
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> reference() {
  auto &&lock = std::lock_guard(m);
  const auto &other = std::unique_lock{n};
  co_await step(); // WARN: holds 2 thread locks: whoever else wants them blocks
}
mine::task<> two() {
  std::lock_guard a(m); // NOTE: 'a' locks 'm' here
  std::lock_guard b(n); // NOTE: 'b' locks 'n' here
  co_await step(); // WARN: coroutine 'two' suspends here while it holds 2 thread locks
  co_await step(); // WARN: holds 2 thread locks
}

// Where the await stands.
mine::task<> initialiser() {
  std::lock_guard lock(m);
  int i = co_await step(); // WARN: holds the thread lock 'lock'
  auto j(co_await step()); // WARN: holds the thread lock 'lock'
  static int k = 0;
  k = co_await step(); // WARN: holds the thread lock 'lock'
  k += co_await step(); // WARN: holds the thread lock 'lock'
  use(co_await step(), i + j); // WARN: holds the thread lock 'lock'
  if (co_await step()) // WARN: holds the thread lock 'lock'
    co_return;
  co_return (void)co_await step(); // WARN: holds the thread lock 'lock'
}
mine::stream<int> yields() {
  std::lock_guard lock(m);
  co_yield 1; // WARN: holds the thread lock 'lock'
}
mine::task<> inner_lambda() {
  std::lock_guard lock(m);
  auto later = []() -> mine::task<> { co_await step(); };
  auto locks = []() -> mine::task<> {
    std::lock_guard lock(n);
    co_await step(); // WARN: this lambda coroutine suspends here while it holds the thread lock 'lock'
  };
  later();
  locks();
  co_return;
}

// Where the lock is declared.
mine::task<> in_if() {
  if (std::unique_lock lock(m); happens())
    co_await step(); // WARN: holds the thread lock 'lock'
  if (std::unique_lock lock{m, std::try_to_lock})
    co_await step(); // WARN: holds the thread lock 'lock'
  else
    co_await step();
  co_await step();
}
mine::task<> in_for() {
  for (std::lock_guard lock(m); happens();)
    co_await step(); // WARN: holds the thread lock 'lock'
  for (std::lock_guard lock(m); int i : {1, 2})
    co_await step(); // WARN: holds the thread lock 'lock'
  co_await step();
}
mine::task<> in_switch(int i) {
  switch (std::lock_guard lock(m); i) {
  case 1:
    co_await step(); // WARN: holds the thread lock 'lock'
    break;
  default:
    std::lock_guard other(n);
    co_await step(); // WARN: holds 2 thread locks
  }
  co_await step();
}
mine::task<> labelled() {
again:
  std::unique_lock lock(m);
  co_await step(); // WARN: holds the thread lock 'lock'
  if (happens())
    goto again;
}
mine::task<> in_block() {
  {
    std::lock_guard lock(m);
    use(1, 2);
  }
  co_await step();
  co_await step();
}
mine::task<> after() {
  co_await step();
  std::lock_guard lock(m);
  use(1, 2);
}
mine::task<> in_loop() {
  while (happens()) {
    co_await step();
    std::lock_guard lock(m);
    if (happens())
      continue;
    co_await step(); // WARN: holds the thread lock 'lock'
  }
}

// Unlocked, on all paths or on some.
mine::task<> unlocked() {
  std::unique_lock lock(m);
  use(1, 2);
  lock.unlock();
  co_await step();
  lock.lock(); // NOTE: 'lock' locks 'm' here
  use(1, 2);
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> both_ways() {
  std::unique_lock lock(m);
  if (happens()) {
    lock.unlock();
    co_await step();
    co_return;
  }
  lock.unlock();
  co_await step();
}
mine::task<> one_way() {
  std::unique_lock lock(m);
  if (happens())
    lock.unlock();
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> around() {
  std::unique_lock lock(m);
  for (int i = 0; i < 3; ++i) {
    use(i, i);
    lock.unlock();
    co_await step();
    lock.lock();
  }
}
mine::task<> not_around() {
  std::unique_lock lock(m, std::defer_lock);
  for (int i = 0; i < 3; ++i) {
    co_await step(); // WARN: holds the thread lock 'lock'
    lock.lock();
    if (happens())
      lock.unlock();
  }
}
mine::task<> asked() {
  std::unique_lock lock(m, std::try_to_lock);
  if (lock.owns_lock())
    lock.unlock();
  co_await step();
}

// Other ways to start.
mine::task<> deferred() {
  std::unique_lock lock(m, std::defer_lock);
  co_await step();
  lock.lock();
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> deferred_pair() {
  std::unique_lock a(m, std::defer_lock), b(n, std::defer_lock);
  co_await step();
  std::lock(a, b);
  co_await step(); // WARN: holds 2 thread locks
}
mine::task<> empty() {
  std::unique_lock<std::mutex> lock;
  co_await step();
  lock = std::unique_lock(m);
  co_await step(); // WARN: holds the thread lock 'lock'
  lock = {};
  co_await step();
}
mine::task<> adopted() {
  m.lock();
  std::lock_guard lock(m, std::adopt_lock);
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> tried() {
  std::unique_lock lock(m, std::try_to_lock);
  if (!lock) {
    co_await step();
    co_return;
  }
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> tried_again() {
  std::unique_lock lock(m, std::defer_lock);
  while (!lock.try_lock())
    co_await step();
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> tried_by_name() {
  std::unique_lock lock(m, std::defer_lock);
  bool ok = lock.try_lock();
  if (!ok)
    co_await step();
  else
    co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<> untested() {
  std::unique_lock lock(m, std::chrono::milliseconds(5));
  co_await step(); // WARN: holds the thread lock 'lock'
}

// Moved, swapped, released.
mine::task<> moved() {
  std::unique_lock a(m);
  std::unique_lock b(std::move(a));
  co_await step(); // WARN: holds the thread lock 'b'
  b.unlock();
  co_await step();
}
mine::task<> moved_into_block() {
  std::unique_lock a(m);
  {
    auto b = std::move(a);
    co_await step(); // WARN: holds the thread lock 'b'
  }
  co_await step();
}
void take(std::unique_lock<std::mutex>);
mine::task<> moved_away() {
  std::unique_lock lock(m);
  take(std::move(lock));
  co_await step();
}
mine::task<> swapped() {
  std::unique_lock a(m);
  {
    std::unique_lock b(n, std::defer_lock);
    a.swap(b);
    co_await step(); // WARN: holds the thread lock 'b'
  }
  co_await step();
  std::unique_lock c(n);
  std::swap(a, c);
  co_await step(); // WARN: holds the thread lock 'a'
}
mine::task<> released() {
  std::unique_lock lock(m);
  std::mutex *mine = lock.release();
  co_await step(); // WARN: holds the thread lock 'mine'
  mine->unlock();
  co_await step();
}
mine::task<> released_by_name() {
  std::unique_lock lock(m);
  lock.release();
  m.unlock();
  co_await step();
}
mine::task<> parameter(std::unique_lock<std::mutex> lock) { // NOTE: 'lock' comes here with what it holds
  co_await step(); // WARN: holds the thread lock 'lock'
  lock.unlock();
  co_await step();
}

// What throws leaves with the state that was there.
mine::task<> handler() {
  std::unique_lock lock(m);
  try {
    lock.unlock();
    use(co_await step(), 0);
  } catch (...) {
  }
  co_await step();
}
mine::task<> handler_holds() {
  std::unique_lock lock(m);
  try {
    use(1, 2);
    lock.unlock();
  } catch (...) {
  }
  co_await step(); // WARN: holds the thread lock 'lock'
}

// A guard without a name.
struct shared_map {
  std::unique_lock<std::mutex> lock();
};
mine::task<> by_name(shared_map &map) {
  auto lock = map.lock(); // NOTE: 'lock' is locked here
  co_await step(); // WARN: holds the thread lock 'lock'
}
mine::task<int> with(bool);
mine::task<> temporary() {
  std::lock_guard(m), co_await step();
  co_await with(std::unique_lock(m).owns_lock()); // WARN: holds a thread lock // NOTE: this temporary holds 'm' until the whole expression has been evaluated
}

// In templates: once, at the pattern or at the first instance that shows it.
template <class M> mine::task<> generic(M &any) {
  std::lock_guard own(m);
  co_await step(); // WARN: holds the thread lock 'own'
}
template <class M> mine::task<> instance(M &any) {
  std::unique_lock<M> lock(any);
  co_await step(); // WARN: holds the thread lock 'lock'
}
template mine::task<> instance(std::mutex &);
template mine::task<> instance(std::recursive_mutex &);

// It came by a move; where it is locked again comes later, and does not explain it.
mine::task<> lockedAgainLater(std::mutex &m) {
  std::unique_lock<std::mutex> a(m); // NOTE: 'b' locks 'm' here
  std::unique_lock<std::mutex> b(std::move(a));
  co_await step(); // WARN: holds the thread lock 'b'
  b.unlock();
  b.lock(); // NO-NOTE: locks // NO-NOTE: locked here
  b.unlock();
}
