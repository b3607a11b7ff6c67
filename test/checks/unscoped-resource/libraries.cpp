// SPDX-License-Identifier: Apache-2.0
// Locks, semaphores and scopes of the libraries that have a model, and the guards they offer.
// RUN: %check --check=coro-unscoped-resource %s
#include <mine/task.hpp>
#include <mutex>

mine::task<> step();
template <class L> struct guard {
  ~guard();
  void unlock();
};

namespace folly {
namespace coro {
struct Mutex {
  mine::task<> co_lock();
  mine::task<guard<Mutex>> co_scoped_lock();
  void unlock();
};
struct SharedMutexFair {
  mine::task<> co_lock();
  mine::task<> co_lock_shared();
  mine::task<guard<SharedMutexFair>> co_scoped_lock();
  mine::task<guard<SharedMutexFair>> co_scoped_lock_shared();
  void unlock();
  void unlock_shared();
};
struct AsyncScope {
  void add(mine::task<>);
  mine::task<> joinAsync();
};
} // namespace coro
namespace fibers {
struct Semaphore {
  mine::task<> co_wait();
  void signal();
};
} // namespace fibers
} // namespace folly
mine::task<> folly1(folly::coro::Mutex &M) {
  co_await M.co_lock(); // WARN: holds the lock of 'M' across a suspension point: if it is destroyed there or the await throws, 'Mutex::unlock' never runs // SUGGEST: auto guard = co_await M.co_scoped_lock();
  co_await step();
  M.unlock(); // SUGGEST: guard.unlock();
  co_await step();
}
mine::task<> folly2(folly::coro::SharedMutexFair *M) {
  co_await M->co_lock_shared(); // WARN: holds the shared lock of 'M' // SUGGEST: auto guard = co_await M->co_scoped_lock_shared();
  co_await step();
  M->unlock_shared(); // SUGGEST: guard.unlock();
}
mine::task<> folly3(folly::fibers::Semaphore &S) {
  co_await S.co_wait(); // WARN: 'Semaphore::signal' never runs and its permit is lost for good
  co_await step();
  S.signal();
}
mine::task<> folly4() {
  folly::coro::AsyncScope Scope;
  Scope.add(step()); // WARN: holds the running work of 'Scope' {{.*}} the scope ends the program when it is destroyed with work in it
  co_await step();
  co_await Scope.joinAsync();
}

namespace cppcoro {
struct async_mutex {
  mine::task<> lock_async();
  mine::task<guard<async_mutex>> scoped_lock_async();
  void unlock();
};
} // namespace cppcoro
mine::task<> cppcoro1(cppcoro::async_mutex &M) {
  co_await M.lock_async(); // WARN: holds the lock of 'M' // SUGGEST: auto guard = co_await M.scoped_lock_async();
  co_await step();
  M.unlock(); // SUGGEST:  // NOTE: this release is skipped
}
// This guard cannot let go before its scope ends: no suggestion.
mine::task<> cppcoro2(cppcoro::async_mutex &M) {
  co_await M.lock_async(); // WARN: holds the lock of 'M'
  co_await step();
  M.unlock();
  co_await step();
}

namespace coro {
struct mutex {
  mine::task<> lock();
  mine::task<guard<mutex>> scoped_lock();
  void unlock();
};
template <int> struct semaphore {
  mine::task<int> acquire();
  mine::task<> release();
};
} // namespace coro
mine::task<> libcoro1(coro::mutex &M) {
  co_await M.lock(); // WARN: holds the lock of 'M' // SUGGEST: auto guard = co_await M.scoped_lock();
  co_await step();
  M.unlock(); // SUGGEST: guard.unlock();
}
mine::task<> libcoro2(coro::semaphore<1> &S) {
  co_await S.acquire(); // WARN: holds the permit of 'S'
  co_await step();
  co_await S.release();
}

namespace seastar {
struct semaphore_units {
  ~semaphore_units();
  void return_all();
};
template <class> struct basic_semaphore {
  mine::task<> wait(int = 1);
  void signal(int = 1);
};
using semaphore = basic_semaphore<int>;
mine::task<semaphore_units> get_units(semaphore &, int);
struct file {
  file(const file &);
  ~file();
  mine::task<> close();
};
mine::task<file> open_file_dma(const char *);
template <class C> struct output_stream {
  output_stream(output_stream &&);
  ~output_stream();
  mine::task<> write(C);
  mine::task<> close();
};
mine::task<output_stream<char>> make_file_output_stream(file);
struct gate {
  struct holder {
    ~holder();
    void release();
  };
  void enter();
  void leave();
  holder hold();
};
} // namespace seastar
mine::task<> seastar1(seastar::semaphore &S) {
  co_await S.wait(); // WARN: holds the units of 'S' // SUGGEST: auto guard = co_await seastar::get_units(S, 1);
  co_await step();
  S.signal(); // SUGGEST: guard.return_all();
}
mine::task<> seastar2() {
  auto F = co_await seastar::open_file_dma("a");
  auto Out = co_await seastar::make_file_output_stream(F); // WARN: holds the stream from 'seastar::make_file_output_stream' in the plain handle 'Out'
  co_await Out.write('a');
  co_await Out.close();
}
mine::task<> seastar3(seastar::gate &G) {
  G.enter(); // WARN: holds the entry of 'G' // SUGGEST: auto guard = G.hold();
  co_await step();
  G.leave(); // SUGGEST: guard.release();
}
// How many units are taken is in the call: no suggestion.
mine::task<> seastar4(seastar::semaphore &S) {
  co_await S.wait(2); // WARN: holds the units of 'S'
  co_await step();
  S.signal(2);
}

namespace async_simple::coro {
struct Mutex {
  mine::task<> coLock();
  mine::task<guard<Mutex>> coScopedLock();
  void unlock();
};
} // namespace async_simple::coro
struct cache {
  async_simple::coro::Mutex Lock;
  mine::task<> simple() {
    int guard = 1;
    co_await this->Lock.coLock(); // WARN: holds the lock of 'Lock' // SUGGEST: auto guard2 = co_await this->Lock.coScopedLock();
    co_await step();
    this->Lock.unlock(); // SUGGEST: guard2.unlock();
    (void)guard;
  }
};

namespace tmc {
struct mutex : mock::awaiter<void> {
  mine::task<guard<mutex>> lock_scope();
  void unlock();
};
} // namespace tmc
mine::task<> tmc1(tmc::mutex &M) {
  co_await M; // WARN: holds the lock of 'M' // SUGGEST: auto guard = co_await M.lock_scope();
  co_await step();
  M.unlock(); // SUGGEST:  // NOTE: this release is skipped
}

namespace drogon {
struct Mutex {
  mine::task<> lock();
  mine::task<guard<Mutex>> scoped_lock();
  void unlock();
};
} // namespace drogon
mine::task<> drogon1(drogon::Mutex &M) {
  co_await M.lock(); // WARN: holds the lock of 'M' // SUGGEST: auto guard = co_await M.scoped_lock();
  co_await step();
  M.unlock(); // SUGGEST: guard.unlock();
}

namespace unifex {
struct async_mutex {
  mine::task<> async_lock();
  void unlock();
};
} // namespace unifex
mine::task<> unifex1(unifex::async_mutex &M) {
  co_await M.async_lock(); // WARN: holds the lock of 'M'
  co_await step();
  M.unlock();
}

namespace Qt {}
class QSqlDatabase {
public:
  ~QSqlDatabase();
  bool transaction();
  bool commit();
  bool rollback();
};
mine::task<> qt(QSqlDatabase Db) {
  if (!Db.transaction()) // WARN: holds the transaction of 'Db' across a suspension point
    co_return;
  co_await step();
  Db.commit();
}

// From here on all is well.

namespace cotidy::rt {
struct semaphore {
  struct permit {
    ~permit();
    void release();
  };
  mine::task<> acquire();
  mine::task<permit> scoped_acquire();
  void release();
};
} // namespace cotidy::rt
mine::task<> runtime(cotidy::rt::semaphore &S) {
  co_await S.acquire(); // WARN: holds the permit of 'S' // SUGGEST: auto guard = co_await S.scoped_acquire();
  co_await step();
  S.release(); // SUGGEST: guard.release();
}

// Naive: lock, await, unlock. But a guard does it.
mine::task<> scoped(folly::coro::Mutex &M, seastar::semaphore &S) {
  auto A = co_await M.co_scoped_lock();
  auto B = co_await seastar::get_units(S, 1);
  co_await step();
}
// Naive: a scope with work in it at an await. But the await is the join.
mine::task<> joined() {
  folly::coro::AsyncScope Scope;
  Scope.add(step());
  co_await Scope.joinAsync();
}
// Naive: `lock` of a mutex. But a task that nobody awaits has not locked.
mine::task<> notAwaited(coro::mutex &M) {
  auto Later = M.lock();
  co_await step();
  co_await Later;
  M.unlock();
}
// Naive: the lock stays held at the await. But std::unique_lock adopts it.
mine::task<> adopted(folly::coro::Mutex &M) {
  co_await M.co_lock();
  std::unique_lock<folly::coro::Mutex> Guard(M);
  co_await step();
}
// Naive: locked where another function unlocks.
mine::task<> half(coro::mutex &M) {
  co_await M.lock();
  co_await step();
}
// Naive: no transaction is open where it could not be begun.
mine::task<> notBegun(QSqlDatabase &Db) {
  if (Db.transaction()) {
    Db.commit();
  } else {
    co_await step();
  }
}
// Naive: a file whose close is to be awaited. But its destructor closes it too (Seastar's io_tester).
mine::task<seastar::file> seastarFile() {
  auto F = co_await seastar::open_file_dma("a");
  co_await step();
  co_return F;
}
// Naive: a stream at an await, with no close. But its caller closes it.
mine::task<seastar::output_stream<char>> seastarStream(seastar::file F) {
  auto Out = co_await seastar::make_file_output_stream(F);
  co_await Out.write('a');
  co_return std::move(Out);
}
