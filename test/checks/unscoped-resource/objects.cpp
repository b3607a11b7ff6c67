// SPDX-License-Identifier: Apache-2.0
// Pairs of members on one object of a library that no model knows.
// RUN: %check --check=coro-unscoped-resource %s
#include <memory>
#include <mine/task.hpp>

mine::task<> step();
bool chance();
struct mutex {
  mine::task<> lock();
  void unlock();
  ~mutex();
};
struct thread_mutex {
  void lock();
  void unlock();
};
struct permits {
  mine::task<> acquire();
  mine::task<bool> try_it();
  void release();
  ~permits();
};
struct client {
  mine::task<bool> connect();
  mine::task<> close();
};
struct database {
  mine::task<> begin();
  mine::task<> commit();
  mine::task<> rollback();
  mine::task<> query();
  ~database();
};
struct socket {
  mine::task<> connect();
  mine::task<> open();
  mine::task<> close();
  ~socket();
};
struct connection;
struct pool {
  mine::task<connection *> acquire();
  void release(connection *);
  ~pool();
};
template <class M> struct scoped {
  explicit scoped(M &);
  ~scoped();
};
template <class F> struct finally {
  F Run;
  ~finally() { Run(); }
};

struct service {
  mutex M;
  permits P;
  mine::task<> locks() {
    co_await M.lock(); // WARN: coroutine 'service::locks' holds the lock of 'M' across a suspension point: if it is destroyed there or the await throws, 'mutex::unlock' never runs and whoever locks it next waits for ever
    co_await step();  // NOTE: 'M' is still held when the coroutine suspends here
    M.unlock();        // NOTE: this release is skipped
  }
  mine::task<> acquires() {
    co_await P.acquire(); // WARN: holds the acquired resource of 'P'
    co_await step();
    P.release();
  }
  // Naive: lock, await, unlock. But it is unlocked before the await.
  mine::task<> unlocksBefore() {
    co_await M.lock();
    M.unlock();
    co_await step();
    co_await M.lock();
    M.unlock();
  }
  // Naive: no unlock is reached when the await throws. But the guard runs.
  mine::task<> guarded() {
    co_await M.lock();
    finally Unlock{[this] { M.unlock(); }};
    co_await step();
  }
  // Naive: as above, but the guard adopts the lock.
  mine::task<> adopted() {
    co_await M.lock();
    scoped Guard(M);
    co_await step();
  }
  // Naive: locked and never unlocked. But that is somebody else's part.
  mine::task<> halves() {
    co_await M.lock();
    co_await step();
  }
  // Naive: released after the await. But it is another object.
  mutex Other;
  mine::task<> others() {
    co_await M.lock();
    M.unlock();
    co_await step();
    Other.unlock();
  }
};

mine::task<> connects() {
  client C;
  co_await C.connect(); // WARN: coroutine 'connects' holds the connection of 'C' across a suspension point
  co_await step();     // NOTE: suspends here
  co_await C.close();   // NOTE: this release is skipped
}

mine::task<> transaction(database &Db) {
  co_await Db.begin(); // WARN: 'database::rollback' never runs and the transaction stays open
  co_await Db.query();
  if (chance())
    co_await Db.rollback(); // NOTE: this release is skipped
  else
    co_await Db.commit();
}

mine::task<> pooled(pool &All) {
  connection *C = co_await All.acquire(); // WARN: from 'pool::acquire' in the plain handle 'C'
  co_await step();
  All.release(C);
}

// From here on all is well.

// Naive: an unlock that is skipped. But locks of threads are another check's.
mine::task<> thread(thread_mutex &M) {
  M.lock();
  co_await step();
  M.unlock();
}

// Naive: a mutex that stays locked. But it ends with the coroutine.
mine::task<> ownMutex() {
  mutex M;
  co_await M.lock();
  co_await step();
  M.unlock();
}

// Naive: open and close by hand. But the class closes when it ends.
mine::task<> closesItself(socket &S) {
  socket Own;
  co_await Own.connect();
  co_await S.open();
  co_await step();
  co_await S.close();
  co_await Own.close();
}

// Naive: held at the await. But there the connect has failed.
mine::task<> failed(client &C) {
  if (!co_await C.connect()) {
    co_await step();
    co_return;
  }
  co_await C.close();
}

// Naive: the connection is taken and not given back. But it is handed on.
mine::task<connection *> handedOn(pool &All) {
  connection *C = co_await All.acquire();
  co_return C;
}

// Naive: `begin`. But of a range.
struct range {
  int *begin();
  int *end();
};
mine::task<> iterates(range &R) {
  int *At = R.begin();
  co_await step();
  ++At;
}

// Naive: only a class with both members is meant.
struct opens {
  mine::task<> open();
};
mine::task<> opensOnly(opens &O) {
  co_await O.open();
  co_await step();
}
// Naive: what the lock hands back is the guard.
struct modern {
  mine::task<std::unique_ptr<int>> lock();
  void unlock();
};
mine::task<> handsBackAGuard(modern &M) {
  auto Guard = co_await M.lock();
  co_await step();
  M.unlock();
}
