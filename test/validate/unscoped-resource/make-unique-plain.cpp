// SPDX-License-Identifier: Apache-2.0
// Memory in a plain pointer, freed on the way that everybody thinks of.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: make-unique (safe) {{.*}} holds
#include <cstdio>
#include <memory>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  auto *counter = new int(0);
  for (int round = 0; round < 3; ++round) {
    co_await rt::sleep_for(10ms);
    ++*counter;
  }
  std::printf("%d rounds\n", *counter);
  delete counter;
}

int main() { rt::run(app()); }
