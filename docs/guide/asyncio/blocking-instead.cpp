// SPDX-License-Identifier: Apache-2.0
// A pause is awaited, and what can only block does so on a thread of a pool.
#include <cstdio>
#include <thread>

#include "cotidy/runtime/executor.hpp"
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

rt::task<> handle_request(rt::thread_pool &pool) {
  co_await rt::sleep_for(50ms);
  co_await rt::run_in_executor(pool, settle);
}

rt::task<> app() {
  rt::thread_pool pool(2);
  int beats = 0;
  auto heart = rt::spawn(heartbeat(beats), {.name = "heart"});
  co_await handle_request(pool);
  std::puts(beats == 0 ? "the heart has stood still" : "the heart has gone on beating");
}

int main() { rt::run(app(), {.debug = true}); }
