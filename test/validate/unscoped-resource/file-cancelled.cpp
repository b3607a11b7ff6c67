// SPDX-License-Identifier: Apache-2.0
// Files that stay open when the time is up.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: owner-with-deleter (suggestion) {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> upload() {
  std::FILE *file = std::fopen("/proc/self/comm", "r");
  if (!file)
    co_return;
  co_await rt::sleep_for(1h); // the client does not answer
  std::fclose(file);
}

rt::task<> app() {
  try {
    co_await rt::timeout(1s, upload());
  } catch (const rt::timed_out &) {
    std::puts("gone");
  }
}

int main() { rt::run(app()); }
