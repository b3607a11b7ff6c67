// SPDX-License-Identifier: Apache-2.0
// ALL SILENT: what is no lock of a thread, and what may have been released.
// RUN: %check --check=coro-lock-across-await %s
#include <condition_variable>
#include <mine/task.hpp>
#include <mutex>
#include <utility>

std::mutex m;
mine::task<int> step();
void use();

// Locks of coroutines: what locks is awaited, or the class is one of a library of coroutines.
struct async_mutex {
  mine::task<> lock();
  bool try_lock();
  void unlock();
};
struct scoped {
  ~scoped();
};
mine::task<> adopts(async_mutex &mutex) {
  co_await mutex.lock();
  std::unique_lock<async_mutex> guard(mutex, std::adopt_lock);
  co_await step();
}
struct released_only {
  void unlock();
};
mine::task<> adopts_only(released_only &mutex) {
  std::lock_guard<released_only> guard(mutex, std::adopt_lock);
  co_await step();
}
namespace folly::coro {
struct Mutex {
  bool try_lock();
  mine::task<std::unique_lock<Mutex>> co_scoped_lock();
  void unlock();
};
} // namespace folly::coro
mine::task<> of_library(folly::coro::Mutex &mutex) {
  auto guard = co_await mutex.co_scoped_lock();
  co_await step();
  std::unique_lock other(mutex, std::try_to_lock);
  co_await step();
}

// Locks that do nothing.
struct null_mutex {
  void lock() {}
  bool try_lock() { return true; }
  void unlock() {}
};
mine::task<> without_threads(null_mutex &null) {
  std::lock_guard guard(null);
  co_await step();
}

// Other things with such names.
struct weak_pointer {
  int *lock() const;
};
mine::task<> weak(weak_pointer pointer) {
  auto locked = pointer.lock();
  co_await step();
}
struct door {
  void lock();
  void unlock();
};
mine::task<> doors(door &front) {
  front.lock();
  co_await step();
  front.unlock();
}

// The lock is given to who may release it.
struct async_condition {
  mine::task<> wait(std::unique_lock<std::mutex> &);
};
mine::task<> waits(async_condition &changed) {
  std::unique_lock lock(m);
  co_await changed.wait(lock);
}
mine::task<> unlocking(std::unique_lock<std::mutex> &lock) {
  lock.unlock();
  co_await step();
}
mine::task<> waits_visibly() {
  std::unique_lock lock(m);
  co_await unlocking(lock);
}
void release(std::unique_lock<std::mutex> &lock) { lock.unlock(); }
mine::task<> helper() {
  std::unique_lock lock(m);
  release(lock);
  co_await step();
}
void unseen(std::unique_lock<std::mutex> &lock);
mine::task<> passed() {
  std::unique_lock lock(m);
  unseen(lock);
  co_await step();
}
mine::task<> waits_for_thread(std::condition_variable &changed) {
  std::unique_lock lock(m);
  changed.wait(lock);
  lock.unlock();
  co_await step();
}
mine::task<> aliased() {
  std::unique_lock lock(m);
  auto &same = lock;
  same.unlock();
  co_await step();
}
mine::task<> captured() {
  std::unique_lock lock(m);
  auto unlock = [&] { lock.unlock(); };
  unlock();
  co_await step();
}
struct frees {
  std::unique_lock<std::mutex> own;
};
mine::task<> stored(frees &owner) {
  std::unique_lock lock(m);
  owner.own = std::move(lock);
  co_await step();
}
// The caller's lock: whether it is held is not known.
mine::task<> callers(std::unique_lock<std::mutex> &lock) { co_await step(); }

// The operand takes the guard over.
mine::task<int> owning(std::unique_lock<std::mutex> lock);
mine::task<> hands_over() { co_await owning(std::unique_lock(m)); }

// No suspension: what is awaited is always ready.
struct ready {
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};
mine::task<> goes_on() {
  std::lock_guard lock(m);
  co_await ready();
}
mine::task<> none() {
  std::lock_guard lock(m);
  use();
  co_return;
}
void plain() { std::lock_guard lock(m); }
mine::task<> unevaluated() {
  std::lock_guard lock(m);
  using type = decltype(step());
  if constexpr (false)
    co_await step();
}
mine::task<> suppressed() {
  std::lock_guard lock(m);
  co_await step(); // NOLINT(coro-lock-across-await)
}
