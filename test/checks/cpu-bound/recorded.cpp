// SPDX-License-Identifier: Apache-2.0
// coro-cpu-bound reads what the runtime's debug mode writes: this program records its own slow step.
// REQUIRES: cotidy, validate
// UNSUPPORTED: sanitized
// RUN: rm -rf %t && mkdir %t
// RUN: %clang++ -std=c++20 -I%{source}/runtime/include %s %{build}/lib/libcotidy-runtime.a -pthread \
// RUN:   -o %t/program
// RUN: %t/program %t/steps.log
// RUN: %cotidy --quiet --checks='-*,coro-cpu-bound' %s \
// RUN:   --config='{CheckOptions: {coro-cpu-bound.SlowSteps: "%t/steps.log"}}' \
// RUN:   -- -std=c++20 -I%{source}/runtime/include > %t/found.txt
// RUN: FileCheck %s --input-file=%t/found.txt
// RUN: grep -c warning: %t/found.txt | FileCheck %s --check-prefix=TWO
// TWO: {{^}}2{{$}}
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include <chrono>

namespace rt = cotidy::rt;
using std::chrono::steady_clock;

unsigned round_of_work(unsigned x) {
  const auto end = steady_clock::now() + std::chrono::milliseconds(15);
  while (steady_clock::now() < end)
    x = x * 1664525 + 1013904223;
  return x;
}

rt::task<unsigned> in_a_loop(unsigned rounds) {
  unsigned sum = 0;
  co_await rt::yield();
  // CHECK: recorded.cpp:[[@LINE+1]]:3: warning: this loop runs in a step that kept the thread that runs coroutine 'in_a_loop' busy for {{[0-9]+\.[0-9]}} ms
  for (unsigned i = 0; i < rounds; ++i)
    sum += round_of_work(i);
  co_await rt::yield();
  co_return sum;
}

rt::task<> app() {
  co_await in_a_loop(3);
  co_await rt::yield();
  // CHECK: recorded.cpp:[[@LINE-1]]:3: warning: the step that goes on after this await kept the thread that runs coroutine 'app' busy for {{[0-9]+\.[0-9]}} ms
  round_of_work(1);
  round_of_work(2);
  round_of_work(3);
}

int main(int, char **arguments) {
  rt::run(app(), {.debug = true,
                  .slow_step = std::chrono::milliseconds(30),
                  .slow_steps = arguments[1],
                  .reporter = [](std::string_view) {}});
}
