// SPDX-License-Identifier: Apache-2.0
// Resources of a user's model: all keys of `resources`, and `borrows` and `takes`.
// RUN: %check --check=coro-unscoped-resource --option=cotidy.Models=%S/Inputs/store.yaml %s
#include <mine/task.hpp>

mine::task<> step();
namespace store {
int checkout(int);
void checkin(int);
int reserve(int, int *);
void cancel(int);
void sell(int);
struct shelf {
  bool hold();
  void let_go();
};
struct holder {
  explicit holder(shelf &);
  ~holder();
};
struct reader {
  explicit reader(int);
  ~reader();
};
} // namespace store

mine::task<> result() {
  int C = store::checkout(1); // WARN: holds the copy from 'store::checkout' in the plain handle 'C' across a suspension point: if it is destroyed there or the await throws, 'store::checkin' never runs and nobody else can check it out
  co_await step();
  store::checkin(C);
}
mine::task<> read() {
  int C = store::checkout(1); // WARN: holds the copy
  store::reader R(C);
  co_await step();
  store::checkin(C);
}
mine::task<> argument() {
  int C;
  if (store::reserve(1, &C)) // WARN: holds the reservation
    co_return;
  co_await step();
  store::cancel(C);
}
mine::task<> object(store::shelf &S) {
  S.hold(); // WARN: holds the hold of 'S' // SUGGEST: store::holder guard(S);
  co_await step();
  S.let_go(); // SUGGEST:  // NOTE: this release is skipped
}

// Naive: an acquire, an await, a release. But the model says that it is sold before.
mine::task<> sold() {
  int C = store::checkout(1);
  store::sell(C);
  co_await step();
}
// Naive: as above, but with this argument nothing is reserved.
mine::task<> nothing() {
  int C;
  store::reserve(0, &C);
  co_await step();
  store::cancel(C);
}
// Naive: held at an await. But where the hold has failed.
mine::task<> failed(store::shelf &S) {
  if (!S.hold()) {
    co_await step();
    co_return;
  }
  S.let_go();
}
