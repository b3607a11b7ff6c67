// SPDX-License-Identifier: Apache-2.0
// The program behind the picture on blocking-call's page: its first example, on cotidy's runtime.
// Shown: 1:1:none:0
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

int attempts = 0;

rt::task<bool> send(const std::string &) {
  co_await rt::sleep_for(100ms);
  co_return ++attempts == 3;
}

rt::task<> send_with_retries(std::string message) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (co_await send(message))
      co_return;
    std::this_thread::sleep_for(1s); // reported
  }
}

rt::task<> serve(std::chrono::milliseconds pause) {
  for (int request = 0; request < 3; ++request)
    co_await rt::sleep_for(pause);
}

rt::task<> app() {
  co_await rt::gather(send_with_retries("hello"), serve(600ms), serve(450ms));
  std::printf("%d attempts\n", attempts);
}

int main() { rt::run(app()); }
