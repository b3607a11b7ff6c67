// SPDX-License-Identifier: Apache-2.0
// A loop of awaits with the real Asio: reported, and without a fix, since Asio gathers operations
// and no range of coroutines.
// REQUIRES: asio
// RUN: %check --check=coro-await-in-loop %s --real -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
#include <asio.hpp>
#include <chrono>
#include <string>
#include <vector>

asio::awaitable<std::size_t> fetch(const std::string &host);

asio::awaitable<std::size_t> total(const std::vector<std::string> &hosts) {
  std::size_t sum = 0;
  for (const auto &host : hosts) // NOTE: Asio as it is here has no gather over a range
    sum += co_await fetch(host); // WARN: awaits 'fetch'
  co_return sum;
}
// A socket of each iteration's own.
asio::awaitable<void> greet(std::vector<asio::ip::tcp::endpoint> endpoints) {
  auto executor = co_await asio::this_coro::executor;
  for (const auto &endpoint : endpoints) {
    asio::ip::tcp::socket socket(executor);
    co_await socket.async_connect(endpoint, asio::use_awaitable); // WARN: async_connect' before
    co_await asio::async_write(socket, asio::buffer("hello", 5), asio::use_awaitable);
  }
}
// One socket, read again and again.
asio::awaitable<void> echo(asio::ip::tcp::socket socket, int times) {
  char data[64];
  for (int i = 0; i < times; ++i) {
    std::size_t n = co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(data, n), asio::use_awaitable);
  }
}
// Pacing, by a timer that all iterations share and by one of their own.
asio::awaitable<void> pace(int times) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int i = 0; i < times; ++i) {
    timer.expires_after(std::chrono::seconds(i));
    co_await timer.async_wait(asio::use_awaitable);
  }
  for (int i = 0; i < times; ++i) {
    asio::steady_timer own(timer.get_executor(), std::chrono::seconds(i));
    co_await own.async_wait(asio::use_awaitable);
  }
}
