// SPDX-License-Identifier: Apache-2.0
// A file that is read on the loop's thread, and then on the pool's.
// RUN: %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: offload (suggestion) {{.*}} holds
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/run.hpp"

namespace rt = cotidy::rt;

std::string first_line(const std::string &path) {
  std::ifstream file(path);
  std::this_thread::sleep_for(std::chrono::milliseconds(300)); // a slow disk
  std::string line;
  std::getline(file, line);
  return line;
}

rt::task<> app(rt::thread_pool &pool) {
  const std::string path = "/proc/self/comm";
  std::string line = first_line(path);
  std::printf("%s\n", line.empty() ? "nothing" : "a line");
  co_return;
}

int main() {
  rt::thread_pool pool(2);
  rt::run(app(pool));
}
