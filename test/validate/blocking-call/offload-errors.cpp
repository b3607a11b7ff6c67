// SPDX-License-Identifier: Apache-2.0
// A call on the pool that throws: its error arrives where the call was made.
// RUN: %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: offload (suggestion) {{.*}} holds
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

namespace rt = cotidy::rt;

int size_of(const std::string &path) {
  std::ifstream file(path);
  std::this_thread::sleep_for(std::chrono::milliseconds(300)); // a slow disk
  if (!file)
    throw std::runtime_error("there is no such file");
  return 1;
}

rt::task<> app(rt::thread_pool &pool) {
  int found = 0;
  for (const char *path : {"/proc/self/comm", "/nowhere/at/all"}) {
    try {
      found += size_of(path);
    } catch (const std::runtime_error &e) {
      std::puts(e.what());
    }
  }
  std::printf("%d found\n", found);
  co_return;
}

int main() {
  rt::thread_pool pool(2);
  rt::run(app(pool));
}
