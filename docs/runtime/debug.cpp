// SPDX-License-Identifier: Apache-2.0
// Mistakes that debug mode sees.
#include <signal.h>

#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> notify() { co_await rt::sleep_for(1ms); }

rt::task<> parse() {
  co_await rt::yield();
  std::this_thread::sleep_for(150ms); // blocks every task
  throw std::runtime_error("no such field");
}

rt::task<> app() {
  (void)notify();
  rt::spawn(parse(), {.name = "parser"});
  auto sleeper = rt::spawn(notify(), {.name = "sleeper"});
  co_await rt::yield();
  ::raise(SIGUSR1); // as `kill -USR1` from outside
  co_await sleeper;
}

int main() { rt::run(app(), {.debug = true}); }
