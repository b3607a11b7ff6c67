// SPDX-License-Identifier: Apache-2.0
// A model of the user's: a blocking function, a hop, an offload, both fixes, one sleep of ours toned down.
// RUN: %check %s --option=cotidy.Models=%S/Inputs/acme.yaml -- -isystem %S/Inputs
// A relative name is looked for beside the file that is linted, and above it.
// RUN: rm -rf %t && mkdir -p %t/deep/er && cp %S/Inputs/acme.yaml %t && cp %s %t/deep/er/user.cpp
// RUN: %check %t/deep/er/user.cpp --temp=%t/deep/er/fixed.tmp --option=cotidy.Models=acme.yaml -- -isystem %S/Inputs
#include <acme/pool.hpp>
#include <acme/store.hpp>
#include <acme/task.hpp>
#include <chrono>
#include <map>
#include <thread>
// INCLUDE: acme/pause.hpp

acme::task<> refresh(acme::store &Store, acme::pool &Workers) {
  auto Price = Store.get("price"); // WARN: 'acme::store::get' blocks the thread that runs coroutine 'refresh' until the store has answered
  // NOTE: 'async_get' does the same without blocking when it is awaited
  auto Name = Store.get("name", acme::cached);
  auto Both = Store.get("name", 4 | acme::cached);
  Store.flush(); // WARN: 'acme::store::flush' blocks
  // NOTE: it can be handed to the pool: the call runs on a thread of the pool, beside the event loop
  // SUGGEST: co_await Workers.run([&] { return Store.flush(); });
  std::this_thread::sleep_for(std::chrono::microseconds(250)); // WARN: 'std::this_thread::sleep_for' blocks
  // FIX: co_await acme::pause(std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds(250)));
  co_await Workers.enter();
  Store.flush();
  co_await Workers.leave();
  Store.flush(); // WARN: 'acme::store::flush' blocks
  // SUGGEST: co_await Workers.run([&] { return Store.flush(); });
}

// Offloaded bodies may block; a function object goes by its variable; a class by its constructor
// and destructor; an operator by its name; `*::` stands for every scope.
acme::task<> forms(acme::store &Store, acme::pool &Workers) {
  co_await Workers.run([&] { Store.flush(); });
  acme::wait_all(); // WARN: 'acme::wait_all' blocks
  acme::session S; // WARN: constructing 'acme::session' blocks
  acme::late L; // WARN: the destructor of 'L' blocks
  Store << 1; // WARN: 'acme::store::operator<<' blocks
  // SUGGEST: co_await Workers.run([&] { return Store << 1; });
  Store.blocking_dump(); // WARN: 'acme::store::blocking_dump' blocks
  // SUGGEST: co_await Workers.run([&] { return Store.blocking_dump(); });
  Store.quick();
  acme_c_wait(); // WARN: 'acme_c_wait' blocks
}

// What the model calls a holder is looked through, and what it calls a caller of its argument.
void slow() { acme_c_wait(); }
acme::task<> held() {
  acme::box<acme::late> Box; // WARN: the destructor of 'Box' blocks
  acme::box<int> Empty;
  acme::each([] { slow(); }); // WARN: blocks the thread that runs coroutine 'held'
  co_return;
}

// A namesake of C's with C++ linkage is not the one that is meant.
namespace other {
void acme_c_wait() {}
} // namespace other
acme::task<> namesake() {
  other::acme_c_wait();
  co_return;
}

// A generator that the model calls synchronous runs on its caller's thread.
acme::rows<int> generates() {
  slow();
  co_yield 1;
}

// A model's row wins over ours: here it says that yield always blocks, and another is left alone.
acme::task<> yields() {
  std::this_thread::yield(); // WARN: 'std::this_thread::yield' blocks the thread that runs coroutine 'yields' as acme's rules have it
  co_return;
}
