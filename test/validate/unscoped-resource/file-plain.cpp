// SPDX-License-Identifier: Apache-2.0
// A file in a plain handle.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: owner-with-deleter (suggestion) {{.*}} holds
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> count_lines(const char *path) {
  std::FILE *file = std::fopen(path, "r");
  if (!file)
    co_return -1;
  int lines = 0;
  char line[256];
  while (std::fgets(line, sizeof line, file)) {
    ++lines;
    co_await rt::yield();
  }
  std::fclose(file);
  co_return lines;
}

rt::task<> app() {
  std::printf("%d\n", co_await count_lines("/proc/self/comm"));
  std::printf("%d\n", co_await count_lines("/nowhere/at/all"));
}

int main() { rt::run(app()); }
