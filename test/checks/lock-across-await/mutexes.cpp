// SPDX-License-Identifier: Apache-2.0
// Mutexes that are locked by hand, of the standard library, of C and of libraries without a model.
// RUN: %check --check=coro-lock-across-await %s
#include <mine/task.hpp>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>

mine::task<int> step();
bool happens();
void use();

class account {
  std::mutex mutex;
  std::shared_mutex readers;

  mine::task<> by_hand() {
    mutex.lock(); // NOTE: 'mutex' is locked here
    co_await step(); // WARN: holds the thread lock 'mutex'
    mutex.unlock();
    co_await step();
  }
  mine::task<> shared() {
    readers.lock_shared();
    co_await step(); // WARN: holds the thread lock 'readers'
    readers.unlock_shared();
    co_await step();
  }
  mine::task<> tried() {
    if (!mutex.try_lock())
      co_await step();
    else
      mutex.unlock();
    while (!mutex.try_lock())
      co_await step();
    use();
    mutex.unlock();
    co_await step();
  }
  // The other half is in another function; this one holds it all the same.
  mine::task<> half() {
    mutex.lock();
    co_await step(); // WARN: holds the thread lock 'mutex'
  }
  mine::task<> half_release() {
    co_await step();
    mutex.unlock();
    co_await step();
  }
  // Branches that belong together.
  mine::task<> same_flag(bool locked) {
    if (locked)
      mutex.lock();
    use();
    if (locked)
      mutex.unlock();
    co_await step();
  }
  mine::task<> remembers() {
    bool locked = false;
    if (happens()) {
      mutex.lock();
      locked = true;
    }
    use();
    if (locked)
      mutex.unlock();
    co_await step();
  }
  mine::task<> handlers() {
    mutex.lock();
    try {
      use();
      mutex.unlock();
    } catch (...) {
      mutex.unlock();
      throw;
    }
    co_await step();
  }
  // Somebody else may release it.
  void unlock_all();
  mine::task<> captured() {
    mutex.lock();
    auto done = [this] { mutex.unlock(); };
    done();
    co_await step();
  }
};

mine::task<> of_c(pthread_mutex_t *mutex) {
  pthread_mutex_lock(mutex); // NOTE: 'mutex' is locked here
  co_await step(); // WARN: holds the thread lock 'mutex'
  pthread_mutex_unlock(mutex);
  co_await step();
}
mine::task<> of_c_tried(pthread_mutex_t mutex) {
  if (pthread_mutex_trylock(&mutex) != 0) {
    co_await step();
    co_return;
  }
  co_await step(); // WARN: holds the thread lock 'mutex'
  pthread_mutex_unlock(&mutex);
}

// No model knows these.
struct spinlock {
  void lock();
  bool try_lock();
  void unlock();
};
mine::task<> spins(spinlock &spin) {
  spin.lock();
  co_await step(); // WARN: holds the thread lock 'spin'
  spin.unlock();
  std::lock_guard guard(spin);
  co_await step(); // WARN: holds the thread lock 'guard'
}
struct __attribute__((capability("mutex"))) annotated {
  void enter() __attribute__((acquire_capability()));
  void leave() __attribute__((release_capability()));
};
struct __attribute__((scoped_lockable)) annotated_guard {
  annotated_guard(annotated &a) __attribute__((acquire_capability(a)));
  ~annotated_guard() __attribute__((release_capability()));
  void leave() __attribute__((release_capability()));
};
mine::task<> with_attributes(annotated &a) {
  a.enter();
  co_await step(); // WARN: holds the thread lock 'a'
  a.leave();
  co_await step();
  annotated_guard guard(a); // NOTE: 'guard' locks 'a' here
  co_await step(); // WARN: holds the thread lock 'guard'
  guard.leave();
  co_await step();
}
