// SPDX-License-Identifier: Apache-2.0
// A race in which the slower one is cancelled while it holds memory.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: make-unique (safe) {{.*}} holds
#include <cstdio>
#include <memory>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct buffer {
  char bytes[4096] = {};
};

rt::task<> receive() {
  buffer *space = new buffer();
  co_await rt::sleep_for(1h);
  std::puts(space->bytes);
  delete space;
}

rt::task<> app() {
  for (int client = 0; client < 3; ++client) {
    try {
      co_await rt::timeout(1s, receive());
    } catch (const rt::timed_out &) {
      std::puts("gone");
    }
  }
}

int main() { rt::run(app()); }
