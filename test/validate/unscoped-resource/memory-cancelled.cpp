// SPDX-License-Identifier: Apache-2.0
// Memory of C's in a task that is cancelled.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: owner-with-deleter (suggestion) {{.*}} holds
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> fill() {
  char *buffer = static_cast<char *>(std::malloc(64));
  co_await rt::sleep_for(20ms);
  std::strcpy(buffer, "filled");
  std::puts(buffer);
  std::free(buffer);
}

rt::task<> app() {
  auto first = rt::spawn(fill(), {.name = "fill"});
  co_await rt::sleep_for(5ms);
  first.cancel();
  try {
    co_await first;
  } catch (const rt::cancelled &) {
    std::puts("cancelled");
  }
  co_await fill();
}

int main() {
  try {
    rt::run(app());
  } catch (const rt::cancelled &) {
    std::puts("cancelled");
  } catch (const std::exception &e) {
    std::puts(e.what());
  }
}
