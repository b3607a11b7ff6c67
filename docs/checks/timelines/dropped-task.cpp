// SPDX-License-Identifier: Apache-2.0
// The program behind the picture on dropped-task's page: its first example, on cotidy's runtime.
// Shown: 1:1:none:0
#include <chrono>
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct order {
  int number;
};

rt::task<> save(const order &of) {
  co_await rt::sleep_for(30ms);
  std::printf("%d is saved\n", of.number);
}

rt::task<> charge(const order &of) {
  co_await rt::sleep_for(20ms);
  std::printf("%d is paid\n", of.number);
}

rt::task<> checkout(const order &of) {
  save(of); // reported
  co_await charge(of);
}

rt::task<> app() { co_await checkout({7}); }

int main() { rt::run(app()); }
