// SPDX-License-Identifier: Apache-2.0
// The program behind the picture on lock-across-await's page: two of its first example at the same
// time, on cotidy's runtime.
// Shown: patch:1:none:0
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
  std::lock_guard lock(to.mutex);
  to.balance += amount;
  co_await log(to.balance); // reported
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
