// SPDX-License-Identifier: Apache-2.0
// The same program with the lock ended before the await.
#include <chrono>
#include <cstdio>
#include <mutex>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct account {
  std::mutex mutex;
  int balance = 0;
};

rt::task<> log(int) { co_await rt::sleep_for(30ms); }

rt::task<> deposit(account &to, int amount) {
  int balance = 0;
  {
    std::lock_guard lock(to.mutex);
    balance = to.balance += amount;
  }
  co_await log(balance);
}

rt::task<> serve() {
  for (int request = 0; request < 3; ++request)
    co_await rt::sleep_for(15ms);
}

rt::task<> app() {
  account mine;
  co_await rt::gather(deposit(mine, 5), deposit(mine, 7), serve());
  std::printf("%d\n", mine.balance);
}

int main() { rt::run(app()); }
