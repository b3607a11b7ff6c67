// SPDX-License-Identifier: Apache-2.0
// Locks of threads of the libraries that have a model.
// RUN: %check --check=coro-lock-across-await %s
#include <mine/task.hpp>
#include <mutex>

mine::task<int> step();
mine::task<int> with(int &);
bool happens();

// What its lock functions hand over holds the lock.
namespace folly {
namespace coro {
struct Mutex;
}
template <class S, class Policy> struct LockedPtr {
  LockedPtr(LockedPtr &&) noexcept;
  LockedPtr &operator=(LockedPtr &&) noexcept;
  ~LockedPtr();
  int *operator->() const;
  int &operator*() const;
  explicit operator bool() const;
  LockedPtr scopedUnlock();
  void unlock();
};
struct write_policy;
template <class T, class M> struct SynchronizedBase {
  LockedPtr<T, write_policy> wlock();
  LockedPtr<T, write_policy> rlock();
  LockedPtr<T, write_policy> tryWLock();
};
template <class T, class M = std::mutex> struct Synchronized : SynchronizedBase<T, M> {
  int copy() const;
};
} // namespace folly
mine::task<> of_folly(folly::Synchronized<int> &map) {
  auto locked = map.wlock(); // NOTE: 'locked' is locked here
  co_await step(); // WARN: holds the thread lock 'locked'
  locked.unlock();
  co_await step();
  if (auto tried = map.tryWLock())
    co_await step(); // WARN: holds the thread lock 'tried'
  else
    co_await step();
  co_await with(*map.rlock()); // WARN: holds a thread lock // NOTE: this temporary holds 'map' until the whole expression has been evaluated
  *map.wlock() = co_await step();
  co_await with(*new int(map.copy()));
}

namespace kj {
template <class T> struct Locked {
  Locked(Locked &&);
  ~Locked();
  T *operator->();
  void release();
};
template <class T> struct MutexGuarded {
  Locked<T> lockExclusive() const;
  Locked<T> lockShared() const;
};
} // namespace kj
struct state {
  mine::task<int> load();
};
mine::task<> of_kj(kj::MutexGuarded<state> &guarded) {
  auto locked = guarded.lockExclusive();
  co_await step(); // WARN: holds the thread lock 'locked'
  locked.release();
  co_await step();
  co_await guarded.lockShared()->load(); // WARN: holds a thread lock
}

namespace Qt {}
struct QMutex {
  void lock();
  bool tryLock(int timeout = 0);
  void unlock();
};
struct QReadWriteLock {
  void lockForRead();
  void unlock();
};
template <class M> struct QMutexLocker {
  explicit QMutexLocker(M *);
  ~QMutexLocker();
  void unlock();
  void relock();
};
struct QReadLocker {
  QReadLocker(QReadWriteLock *);
  ~QReadLocker();
  void unlock();
};
mine::task<> of_qt(QMutex &mutex, QReadWriteLock &rw) {
  QMutexLocker locker(&mutex); // NOTE: 'locker' locks 'mutex' here
  co_await step(); // WARN: holds the thread lock 'locker'
  locker.unlock();
  co_await step();
  locker.relock();
  locker.unlock();
  {
    QReadLocker reader(&rw);
    co_await step(); // WARN: holds the thread lock 'reader'
  }
  rw.lockForRead();
  co_await step(); // WARN: holds the thread lock 'rw'
  rw.unlock();
  if (mutex.tryLock(5)) {
    co_await step(); // WARN: holds the thread lock 'mutex'
    mutex.unlock();
  }
  co_await step();
}

namespace boost {
namespace this_thread {}
struct mutex {
  void lock();
  void unlock();
};
struct defer_lock_t {};
template <class M> struct unique_lock {
  explicit unique_lock(M &);
  unique_lock(M &, defer_lock_t);
  ~unique_lock();
  void lock();
  void unlock();
};
template <class M> struct lock_guard {
  explicit lock_guard(M &);
  ~lock_guard();
};
} // namespace boost
struct async_mutex {
  mine::task<> lock();
  void unlock();
};
mine::task<> of_boost(boost::mutex &mutex, async_mutex &other) {
  boost::unique_lock<boost::mutex> lock(mutex, boost::defer_lock_t());
  co_await step();
  lock.lock();
  co_await step(); // WARN: holds the thread lock 'lock'
  lock.unlock();
  boost::unique_lock<async_mutex> none(other);
  co_await step();
  mutex.lock();
  co_await step(); // WARN: holds the thread lock 'mutex'
  mutex.unlock();
}

extern "C" {
typedef struct {
  int x;
} mtx_t;
int mtx_lock(mtx_t *);
int mtx_unlock(mtx_t *);
}
mine::task<> of_c() {
  mtx_t mutex;
  mtx_lock(&mutex);
  co_await step(); // WARN: holds the thread lock 'mutex'
  mtx_unlock(&mutex);
}
