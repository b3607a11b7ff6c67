// SPDX-License-Identifier: Apache-2.0
// Work on Asio that is asked to stop: with the token passed on it does, soon.
// PROVES: forwarded-token
// REQUIRES: asio, cotidy
// RUN: %run-fixed --check unforwarded-stop-token --ratio 3 %s -- %{asio}
#include <asio.hpp>
#include <chrono>
#include <cstdio>
#include <stop_token>

using namespace std::chrono_literals;
using std::chrono::steady_clock;

/// Fetches in pieces, and looks after each whether it is to go on.
asio::awaitable<int> fetch(int Pieces, std::stop_token Stop = {}) {
  asio::steady_timer Timer(co_await asio::this_coro::executor);
  for (int I = 0; I < Pieces && !Stop.stop_requested(); ++I) {
    Timer.expires_after(5ms);
    co_await Timer.async_wait(asio::use_awaitable);
  }
  co_return 1;
}

asio::awaitable<void> work(std::stop_token Stop) {
  int Fetched = 0;
  while (!Stop.stop_requested())
    Fetched += co_await fetch(100);
  std::printf("fetched: %d\n", Fetched);
}

asio::awaitable<void> program() {
  auto Executor = co_await asio::this_coro::executor;
  std::stop_source Source;
  steady_clock::time_point Asked;
  asio::co_spawn(Executor, work(Source.get_token()), [&](std::exception_ptr) {
    const std::chrono::duration<double, std::milli> Time = steady_clock::now() - Asked;
    std::printf("measure: %.1f\n", Time.count());
  });
  asio::steady_timer Timer(Executor, 20ms);
  co_await Timer.async_wait(asio::use_awaitable);
  Asked = steady_clock::now();
  Source.request_stop();
  Timer.expires_after(2s);
  co_await Timer.async_wait(asio::use_awaitable);
}

int main() {
  asio::io_context Loop;
  asio::co_spawn(Loop, program(), asio::detached);
  Loop.run();
}
