// SPDX-License-Identifier: Apache-2.0
// A server on Asio that is told to stop: with its handler repaired it does, at once.
// PROVES: rethrow-by-code
// REQUIRES: asio, cotidy
// RUN: %run-fixed --check swallowed-cancellation --ratio 3 %s -- %{asio}
#include <asio.hpp>
#include <chrono>
#include <cstdio>

using namespace std::chrono_literals;
using asio::ip::tcp;
using std::chrono::steady_clock;

int Served = 0;

asio::awaitable<void> serve(tcp::acceptor &Acceptor) {
  for (;;) {
    try {
      tcp::socket Client = co_await Acceptor.async_accept(asio::use_awaitable);
      ++Served;
    } catch (const std::exception &) {
    }
  }
}

asio::awaitable<void> program(asio::io_context &Loop) {
  tcp::acceptor Acceptor(Loop, {asio::ip::address_v4::loopback(), 0});
  steady_clock::time_point Ended;
  bool Done = false;
  asio::co_spawn(Loop, serve(Acceptor), [&](std::exception_ptr) {
    Ended = steady_clock::now();
    Done = true;
  });
  for (int I = 0; I < 3; ++I) {
    tcp::socket Client(Loop);
    co_await Client.async_connect(Acceptor.local_endpoint(), asio::use_awaitable);
  }
  asio::steady_timer Timer(Loop);
  while (Served < 3) {
    Timer.expires_after(5ms);
    co_await Timer.async_wait(asio::use_awaitable);
  }
  const auto Stopped = steady_clock::now();
  Acceptor.cancel();
  while (!Done && steady_clock::now() - Stopped < 500ms) {
    Timer.expires_after(5ms);
    co_await Timer.async_wait(asio::use_awaitable);
  }
  const std::chrono::duration<double, std::milli> Time = (Done ? Ended : steady_clock::now()) - Stopped;
  std::printf("served: %d\nmeasure: %.1f\n", Served, Time.count());
  Loop.stop();
}

int main() {
  asio::io_context Loop;
  asio::co_spawn(Loop, program(Loop), asio::detached);
  Loop.run();
}
