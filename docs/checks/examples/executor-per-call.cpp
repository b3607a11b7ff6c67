// SPDX-License-Identifier: Apache-2.0
// What coro-executor-per-call reports: the first examples of docs/checks/executor-per-call.md.
#include <asio.hpp>
#include <string>

std::size_t checksum(const std::string &bytes);
asio::awaitable<void> refresh();

// A pool for one call.
asio::awaitable<std::size_t> check_upload(std::string bytes) {
  asio::thread_pool pool(1); // reported: a thread is started and joined for each upload
  co_return co_await asio::co_spawn(
      pool, [&]() -> asio::awaitable<std::size_t> { co_return checksum(bytes); }, asio::use_awaitable);
}

// An event loop within one.
asio::awaitable<void> refresh_now() {
  asio::io_context loop; // reported
  asio::co_spawn(loop, refresh(), asio::detached);
  loop.run();
  co_return;
}
