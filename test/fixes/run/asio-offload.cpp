// SPDX-License-Identifier: Apache-2.0
// A call that blocks, handed to a pool of Asio: the heart goes on beating, and the sum is the same.
// REQUIRES: asio, cotidy
// RUN: %run-fixed --check blocking-call --notes --ratio 3 %s -- %{asio}
#include <asio.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace std::chrono_literals;
using std::chrono::steady_clock;

struct Pulse {
  bool Stopped = false;
  std::chrono::duration<double, std::milli> Longest{0};
};

asio::awaitable<void> beat(Pulse &Of) {
  asio::steady_timer Timer(co_await asio::this_coro::executor);
  for (auto Last = steady_clock::now(); !Of.Stopped; Last = steady_clock::now()) {
    Timer.expires_after(5ms);
    co_await Timer.async_wait(asio::use_awaitable);
    Of.Longest = std::max(Of.Longest, std::chrono::duration<double, std::milli>(steady_clock::now() - Last));
  }
}

int load(int Page) { // from a library that knows nothing of event loops
  return std::system("sleep 0.2") == 0 ? Page * Page : -1;
}

asio::awaitable<void> program(asio::thread_pool &Pool) {
  Pulse Heart;
  asio::co_spawn(co_await asio::this_coro::executor, beat(Heart), asio::detached);
  int Sum = 0;
  for (int Page = 1; Page <= 3; ++Page)
    Sum += load(Page);
  Heart.Stopped = true;
  asio::steady_timer Timer(co_await asio::this_coro::executor, 20ms);
  co_await Timer.async_wait(asio::use_awaitable);
  std::printf("sum: %d\nmeasure: %.1f\n", Sum, Heart.Longest.count());
}

int main() {
  asio::io_context Loop;
  asio::thread_pool Pool(1);
  asio::co_spawn(Loop, program(Pool), asio::detached);
  Loop.run();
  Pool.join();
}
