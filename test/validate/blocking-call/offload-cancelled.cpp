// SPDX-License-Identifier: Apache-2.0
// A timeout while a thread of the pool is at it: what the call refers to stays alive until it ends.
// RUN: %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: offload (suggestion) {{.*}} holds
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/spawn.hpp"

namespace rt = cotidy::rt;

std::string slow_line(const std::string &path) {
  std::ifstream file(path);
  std::this_thread::sleep_for(std::chrono::milliseconds(300)); // a slow disk
  return file ? path : "nothing";
}

rt::task<> read(rt::thread_pool &pool, std::string &result) {
  std::string path = "/proc/self/";
  path += "comm";
  result = slow_line(path);
  co_return;
}

rt::task<> app(rt::thread_pool &pool) {
  std::string result;
  auto reading = rt::spawn(read(pool, result), {.name = "reader"});
  co_await reading;
  std::puts(result.c_str());
}

int main() {
  rt::thread_pool pool(1);
  rt::run(app(pool));
}
