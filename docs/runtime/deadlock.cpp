// SPDX-License-Identifier: Apache-2.0
// Two tasks that lock two mutexes in opposite orders.
#include <cstdio>

#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

namespace rt = cotidy::rt;

rt::task<> transfer(rt::mutex &from, rt::mutex &to) {
  auto out = co_await from.scoped_lock();
  co_await rt::yield();
  auto in = co_await to.scoped_lock();
}

rt::task<> app() {
  rt::mutex a, b;
  auto there = rt::spawn(transfer(a, b), {.name = "there"});
  auto back = rt::spawn(transfer(b, a), {.name = "back"});
  co_await there;
  co_await back;
}

int main() {
  try {
    rt::run(app());
  } catch (const rt::deadlock &e) {
    std::puts(e.what());
  }
}
