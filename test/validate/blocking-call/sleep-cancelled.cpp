// SPDX-License-Identifier: Apache-2.0
// A pause that nobody could cut short, and then everybody can.
// RUN: %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: awaited-sleep (safe) {{.*}} holds
#include <cstdio>
#include <thread>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> flush(int &written) {
  for (int block = 0; block < 3; ++block) {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    ++written;
    co_await rt::yield();
  }
}

rt::task<> app() {
  int written = 0;
  auto flushing = rt::spawn(flush(written), {.name = "flush"});
  co_await flushing;
  std::printf("%d blocks\n", written);
}

int main() { rt::run(app()); }
