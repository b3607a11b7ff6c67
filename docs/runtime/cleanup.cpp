// SPDX-License-Identifier: Apache-2.0
// Cancellation: what is open is closed, and closing may take its time.
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/scope.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct session {
  rt::task<> close() {
    co_await rt::sleep_for(1ms); // says goodbye
    std::puts("closed");
  }
};

rt::task<> work(session &) {
  try {
    co_await rt::sleep_for(1h);
  } catch (const rt::cancelled &) {
    std::puts("cancelled");
    throw;
  }
}

rt::task<> app() {
  auto worker = rt::spawn(rt::with(session(), work), {.name = "worker"});
  co_await rt::sleep_for(1ms);
  worker.cancel();
  try {
    co_await worker;
  } catch (const rt::cancelled &) {
    std::puts("the worker has ended");
  }
}

int main() { rt::run(app()); }
