// SPDX-License-Identifier: Apache-2.0
// Mistakes that nobody sees: a task that never runs.
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
  auto saving = save();
  co_await rt::sleep_for(10ms);
  std::puts("done");
}

int main() { rt::run(app()); }
