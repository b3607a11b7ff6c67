// SPDX-License-Identifier: Apache-2.0
// The file is closed before it is read.
// RUN: %before-after %s %t && %exits 1 %validate --promise unscoped-resource --after %t/after.cpp %t/before.cpp | FileCheck %s
// CHECK: refuted
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> app() {
  const int file = ::open("/proc/self/comm", O_RDONLY);
  char text[64];
  // AFTER ::close(file);
  co_await rt::sleep_for(10ms);
  std::puts(::read(file, text, sizeof text) > 0 ? "read" : "nothing");
  ::close(file); // BEFORE
}

int main() { rt::run(app()); }
