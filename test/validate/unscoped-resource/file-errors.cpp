// SPDX-License-Identifier: Apache-2.0
// Files that stay open when what is awaited fails.
// RUN: %validate --checks='-*,coro-unscoped-resource' %s | FileCheck %s
// CHECK: owner-with-deleter (suggestion) {{.*}} holds
#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> send(int client) {
  co_await rt::sleep_for(1ms);
  if (client == 2)
    throw std::runtime_error("client 2 is gone");
}

rt::task<> upload(int client) {
  std::FILE *file = std::fopen("/proc/self/comm", "r");
  if (!file)
    co_return;
  co_await send(client);
  std::printf("client %d has it\n", client);
  std::fclose(file);
}

rt::task<> app() {
  for (int client = 1; client < 4; ++client) {
    try {
      co_await upload(client);
    } catch (const std::runtime_error &e) {
      std::puts(e.what());
    }
  }
}

int main() { rt::run(app()); }
