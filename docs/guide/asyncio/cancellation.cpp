// SPDX-License-Identifier: Apache-2.0
// A handler that swallows the cancellation: the timeout comes, and the work goes on.
#include <cstdio>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> request(int attempt) {
  co_await rt::sleep_for(80ms);
  throw std::runtime_error("busy, attempt " + std::to_string(attempt));
}

rt::task<> until_it_works() {
  for (int attempt = 1; attempt <= 10; ++attempt) {
    try {
      co_await request(attempt);
      co_return;
    } catch (...) {
      std::printf("attempt %d failed\n", attempt);
    }
  }
}

rt::task<> app() {
  const auto start = rt::clock::now();
  try {
    co_await rt::timeout(200ms, until_it_works());
  } catch (const rt::timed_out &) {
  }
  const std::chrono::duration<double> time = rt::clock::now() - start;
  std::printf("ended after %.2f s\n", time.count());
}

int main() { rt::run(app(), {.simulate = {.seed = 1}}); } // in virtual time
