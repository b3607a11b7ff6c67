// SPDX-License-Identifier: Apache-2.0
// A library whose version has neither the name nor the header: no fix asks for another version.
// RUN: %check %s -- -I%S/Inputs/old
#include <chrono>
#include <kj/async.h>
#include <thread>
#include <tmc/task.hpp>

tmc::task<> sleeps() {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: 'std::this_thread::sleep_for' blocks
  co_return;
}
kj::Promise<int> promises() {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: 'std::this_thread::sleep_for' blocks
  co_return 1;
}
