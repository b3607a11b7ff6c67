// SPDX-License-Identifier: Apache-2.0
// What to write instead: the last examples of docs/checks/executor-per-call.md.
#include <asio.hpp>
#include <string>

std::size_t checksum(const std::string &bytes);
asio::awaitable<void> refresh();

// One pool for all.
asio::awaitable<std::size_t> check_upload(asio::thread_pool &workers, std::string bytes) {
  co_return co_await asio::co_spawn(
      workers, [&]() -> asio::awaitable<std::size_t> { co_return checksum(bytes); },
      asio::use_awaitable);
}

// Awaited where it is wanted.
asio::awaitable<void> refresh_now() { co_await refresh(); }
