// SPDX-License-Identifier: Apache-2.0
// A name that is resolved on the loop's thread.
// RUN: %validate --checks='-*,coro-blocking-call' %s | FileCheck %s
// CHECK: offload (suggestion) {{.*}} holds
#include <cstdio>
#include <netdb.h>

#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/thread_pool.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<int> look_up(rt::thread_pool &pool, const char *address) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_flags = AI_NUMERICHOST;
  const int error = getaddrinfo(address, "80", &hints, &found);
  if (error == 0)
    freeaddrinfo(found);
  co_await rt::yield();
  co_return error;
}

rt::task<int> app() {
  rt::thread_pool pool(1);
  std::puts(co_await look_up(pool, "127.0.0.1") == 0 ? "found" : "not found");
  co_return 0;
}

int main() { return rt::run(app()); }
