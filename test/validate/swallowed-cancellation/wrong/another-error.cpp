// SPDX-License-Identifier: Apache-2.0
// The cancellation is thrown on as an error of another kind.
// RUN: %before-after %s %t && %exits 1 %validate --promise swallowed-cancellation --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> item(int number) {
  co_await rt::sleep_for(5ms);
  if (number == 1)
    throw std::runtime_error("item 1");
  if (number == 2)
    throw 2; // not an exception
  co_return 1;
}

rt::task<int> work() {
  int done = 0;
  for (int number = 0; number < 4; ++number) {
    try {
      done += co_await item(number);
    } catch (...) { // BEFORE
    } // BEFORE
    // AFTER } catch (const rt::cancelled &) {
    // AFTER   throw std::runtime_error("cancelled");
    // AFTER } catch (...) {
    // AFTER }
  }
  co_return done;
}

rt::task<> app() {
  const int done = co_await work();
  std::printf("%d done\n", done);
}

int main() { rt::run(app()); }
