// SPDX-License-Identifier: Apache-2.0
// Locks of a user's model: all keys of `thread-locks`.
// RUN: %check --check=coro-lock-across-await --option=cotidy.Models=%S/Inputs/gate.yaml %s
#include <mine/task.hpp>

mine::task<> step();
namespace gates {
struct outside_t {};
struct inside;
struct gate {
  void enter();
  bool squeeze();
  void leave();
  inside visit();
};
struct inside {
  explicit inside(gate &);
  inside(gate &, outside_t);
  inside(inside &&);
  ~inside();
  void go();
  void lock();
};
} // namespace gates

mine::task<> by_hand(gates::gate &gate) {
  gate.enter(); // NOTE: 'gate' is locked here
  co_await step(); // WARN: holds the thread lock 'gate'
  gate.leave();
  co_await step();
  if (gate.squeeze())
    co_await step(); // WARN: holds the thread lock 'gate'
}
mine::task<> by_guard(gates::gate &gate) {
  gates::inside guard(gate);
  co_await step(); // WARN: holds the thread lock 'guard'
  guard.go();
  co_await step();
  guard.lock();
  co_await step(); // WARN: holds the thread lock 'guard'
}
mine::task<> deferred(gates::gate &gate) {
  gates::inside guard(gate, gates::outside_t());
  co_await step();
}
mine::task<> returned(gates::gate &gate) {
  auto guard = gate.visit(); // NOTE: 'guard' is locked here
  co_await step(); // WARN: holds the thread lock 'guard'
}
