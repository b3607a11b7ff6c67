// SPDX-License-Identifier: Apache-2.0
// A call that blocks: nobody else gets a turn.
#include <cstdio>
#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> heartbeat(int &beats) {
  for (;;) {
    co_await rt::sleep_for(10ms);
    ++beats;
  }
}

void settle() { std::this_thread::sleep_for(250ms); }

rt::task<> handle_request() {
  co_await rt::yield(); // reads the request
  settle();
}

rt::task<> app() {
  int beats = 0;
  auto heart = rt::spawn(heartbeat(beats), {.name = "heart"});
  co_await handle_request();
  std::puts(beats == 0 ? "the heart has stood still" : "the heart has gone on beating");
}

int main() { rt::run(app(), {.debug = true}); }
