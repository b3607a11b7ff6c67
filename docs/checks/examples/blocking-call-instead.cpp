// SPDX-License-Identifier: Apache-2.0
// What coro-blocking-call is silent on: the other examples of docs/checks/blocking-call.md.
#include <asio.hpp>
#include <chrono>
#include <fstream>
#include <future>
#include <iterator>
#include <poll.h>
#include <string>

asio::awaitable<bool> send(std::string message);

std::string read_file(const std::string &path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The library's own sleep.
asio::awaitable<void> send_with_retries(std::string message) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (co_await send(message))
      co_return;
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

// A thread pool that may block.
asio::awaitable<void> greet(asio::thread_pool &files) {
  std::string name = co_await asio::co_spawn(
      files, []() -> asio::awaitable<std::string> { co_return read_file("/etc/hostname"); },
      asio::use_awaitable);
  co_await send("hello from " + name);
}

// Arguments and tests that make a call non-blocking.
asio::awaitable<void> look(int fd, std::future<int> &answer) {
  pollfd one{fd, POLLIN, 0};
  if (::poll(&one, 1, 0) > 0)
    co_await send("input");
  if (answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
    co_await send(std::to_string(answer.get()));
}

// Annotations: what a function's author knows.
int cached_size(const std::string &path) [[clang::nonblocking]];

asio::awaitable<void> report(std::string path) { co_await send(std::to_string(cached_size(path))); }
