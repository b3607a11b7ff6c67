// SPDX-License-Identifier: Apache-2.0
// The same in debug mode.
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> save() {
  co_await rt::sleep_for(1ms);
  std::puts("saved");
}

rt::task<> app() {
  {
    auto saving = save(); // NOLINT(coro-dropped-task): to see what debug mode says
    co_await rt::sleep_for(10ms);
  }
  co_await save(); // this one does run
  std::puts("done");
}

int main() { rt::run(app(), {.debug = true}); } // or COTIDY_RT_DEBUG=1 in the environment
