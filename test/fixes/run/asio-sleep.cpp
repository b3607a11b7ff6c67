// SPDX-License-Identifier: Apache-2.0
// A sleep of Asio in place of one that blocks: the heart goes on beating, and the answers are the same.
// REQUIRES: asio, cotidy
// RUN: %run-fixed --check blocking-call --ratio 3 %s -- %{asio}
#include <asio.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

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

asio::awaitable<int> answer(int Question) {
  std::this_thread::sleep_for(std::chrono::milliseconds(300 + Question));
  co_return Question * 2;
}

asio::awaitable<void> program() {
  Pulse Heart;
  asio::co_spawn(co_await asio::this_coro::executor, beat(Heart), asio::detached);
  for (int Question : {7, 8, 9})
    std::printf("%d: %d\n", Question, co_await answer(Question));
  Heart.Stopped = true;
  asio::steady_timer Timer(co_await asio::this_coro::executor, 20ms);
  co_await Timer.async_wait(asio::use_awaitable);
  std::printf("measure: %.1f\n", Heart.Longest.count());
}

int main() {
  asio::io_context Loop;
  asio::co_spawn(Loop, program(), asio::detached);
  Loop.run();
}
