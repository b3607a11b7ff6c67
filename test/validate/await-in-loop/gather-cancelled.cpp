// SPDX-License-Identifier: Apache-2.0
// A timeout in the middle: every request is cancelled, and what it holds is freed.
// RUN: %validate --checks='-*,coro-await-in-loop' %s | FileCheck %s
// CHECK: gather (suggestion) {{.*}} holds
#include <cstdio>
#include <memory>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> ask(int question) {
  const auto mine = std::make_unique<int>(question);
  co_await rt::sleep_for(question == 4 ? 1h : 5ms);
  co_return *mine * 2;
}

rt::task<> all(const std::vector<int> &questions) {
  std::vector<int> answers;
  for (int question : questions)
    answers.push_back(co_await ask(question));
  std::printf("%zu answers\n", answers.size());
}

rt::task<> app() {
  const std::vector<int> questions = {1, 2, 3, 4};
  try {
    co_await rt::timeout(1s, all(questions));
  } catch (const rt::timed_out &) {
    std::puts("too late");
  }
  const std::vector<int> easier = {1, 2, 3};
  co_await all(easier);
}

int main() { rt::run(app()); }
