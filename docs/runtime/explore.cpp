// SPDX-License-Identifier: Apache-2.0
// An update that is lost under some schedules, found by exploring them.
#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/explore.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> deposit(int &balance, int amount, std::chrono::milliseconds delay) {
  co_await rt::sleep_for(delay);
  const int before = balance;
  co_await rt::yield(); // asks somebody whether that is all right
  balance = before + amount;
}

rt::task<> app() {
  int balance = 0;
  co_await rt::gather(deposit(balance, 10, 1ms), deposit(balance, 5, 1ms),
                      deposit(balance, 1, 2ms));
  if (balance != 16)
    throw std::runtime_error("money was lost");
}

int main() {
  const rt::explore_result result = rt::explore(app, {.schedules = 1000});
  if (!result.failure) {
    std::puts("all is well");
    return 0;
  }
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(*result.failure->seed),
              result.failure->what.c_str());
  try {
    rt::run(app(), {.simulate = {.seed = result.failure->seed}}); // the same again, bit by bit
  } catch (const std::runtime_error &e) {
    std::printf("again: %s\n", e.what());
  }
}
