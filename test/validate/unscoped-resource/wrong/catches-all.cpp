// SPDX-License-Identifier: Apache-2.0
// The fix releases in a handler for everything; a frame that is destroyed passes none.
// RUN: %before-after %s %t && %exits 1 %validate --promise unscoped-resource --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted: {{.*}}1 block of memory stays open
#include <cstdio>
#include <exception>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct page {
  int number = 1;
};

rt::task<> app() {
  page *first = new page;
  // AFTER try {
  // AFTER   co_await rt::sleep_for(5ms);
  // AFTER } catch (...) {
  // AFTER   delete first;
  // AFTER   throw;
  // AFTER }
  co_await rt::sleep_for(5ms); // BEFORE
  std::printf("%d\n", first->number);
  delete first;
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
