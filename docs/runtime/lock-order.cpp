// SPDX-License-Identifier: Apache-2.0
// A program of docs/runtime.md: two orders of two mutexes that happen not to meet.
#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/spawn.hpp"

namespace rt = cotidy::rt;

rt::task<> deposit(rt::mutex &account, rt::mutex &log) {
  auto mine = co_await account.scoped_lock();
  auto line = co_await log.scoped_lock();
}

rt::task<> audit(rt::mutex &account, rt::mutex &log) {
  auto line = co_await log.scoped_lock();
  auto mine = co_await account.scoped_lock();
}

rt::task<> app() {
  rt::mutex account, log;
  auto payment = rt::spawn(deposit(account, log), {.name = "payment"});
  co_await payment;
  auto auditor = rt::spawn(audit(account, log), {.name = "auditor"});
  co_await auditor;
}

int main() { rt::run(app(), {.debug = true}); }
