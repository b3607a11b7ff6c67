// SPDX-License-Identifier: Apache-2.0
// Shapes of calls that are easily overlooked: conversions, conditions, subscripts, structured bindings.
// RUN: %check %s
#include <chrono>
#include <functional>
#include <memory>
#include <mine/task.hpp>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }

struct Converts {
  operator bool() const {
    nap();
    return true;
  }
  explicit operator int() const { return 1; }
  int operator[](int) const {
    nap();
    return 1;
  }
  int operator*() const { return 1; }
};
mine::task<> operators(Converts C) {
  if (C) // WARN: 'Converts::operator bool' blocks
    co_return;
  int A = static_cast<int>(C);
  int B = C[1]; // WARN: 'Converts::operator[]' blocks
  int D = *C;
}

// A user's range: begin and the increment run in the coroutine.
struct Rows {
  struct Iterator {
    int operator*() const { return 1; }
    Iterator &operator++() {
      nap();
      return *this;
    }
    bool operator!=(const Iterator &) const { return true; }
  };
  Iterator begin() const { return {}; }
  Iterator end() const { return {}; }
};
mine::task<> range(Rows R, std::vector<int> &V) {
  for (int Each : R) // WARN: 'Iterator::operator++' blocks
    (void)Each;
  for (int Each : V)
    (void)Each;
  co_return;
}

// A smart pointer that connects when it is first used.
struct Connection {
  void query() { nap(); }
  void ping() {}
};
struct Lazily {
  Connection *operator->() {
    nap();
    return nullptr;
  }
};
mine::task<> arrows(Lazily L, std::unique_ptr<Connection> &U, std::shared_ptr<Connection> S) {
  L->ping(); // WARN: 'Lazily::operator->' blocks
  U->ping();
  U->query(); // WARN: 'Connection::query' blocks
  S->query(); // WARN: 'Connection::query' blocks
  (*U).query(); // WARN: 'Connection::query' blocks
  co_return;
}

// By a reference wrapper, through a using declaration, a namespace alias, an inline namespace.
namespace deep {
inline namespace v1 {
void work() { nap(); }
} // namespace v1
} // namespace deep
namespace alias = deep;
using deep::work;
using std::this_thread::sleep_for;
namespace t = std::this_thread;
mine::task<> names() {
  work(); // WARN: 'deep::work' blocks
  alias::work(); // WARN: 'deep::work' blocks
  deep::v1::work(); // WARN: 'deep::work' blocks
  sleep_for(1s); // WARN: 'std::this_thread::sleep_for' blocks
  t::sleep_for(1s); // WARN: 'std::this_thread::sleep_for' blocks
  co_return;
}

// A friend, a local class, a function in an unnamed namespace, a method defined out of line.
namespace {
void hidden() { nap(); }
} // namespace
struct Outside {
  void work();
  friend void friendly(Outside &) { nap(); }
};
void Outside::work() { nap(); }
mine::task<> places(Outside &O) {
  struct Local {
    void work() { nap(); }
    void quick() {}
  } L;
  hidden(); // WARN: 'hidden' blocks
  friendly(O); // WARN: 'friendly' blocks
  O.work(); // WARN: 'Outside::work' blocks
  L.work(); // WARN: '{{.*}}Local::work' blocks
  L.quick();
  co_return;
}

// Blocking in the operand of an await happens before it.
mine::task<> sleepyTask(int);
int slow() {
  nap();
  return 1;
}
mine::task<> operands() {
  co_await sleepyTask(slow()); // WARN: 'slow' blocks
  co_await sleepyTask(1);
}
