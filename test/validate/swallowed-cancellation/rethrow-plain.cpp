// SPDX-License-Identifier: Apache-2.0
// A handler of the cancellation itself that cleans up and forgets to throw it on.
// RUN: %validate --checks='-*,coro-swallowed-cancellation' %s | FileCheck %s
// CHECK: rethrow-at-end (safe) {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> upload(int parts) {
  int sent = 0;
  while (sent < parts) {
    try {
      co_await rt::sleep_for(10ms);
      ++sent;
    } catch (const rt::cancelled &) {
      std::puts("cleans up");
    }
  }
  co_return sent;
}

rt::task<> app() {
  const int sent = co_await upload(3);
  std::printf("%d parts\n", sent);
}

int main() { rt::run(app()); }
