// SPDX-License-Identifier: Apache-2.0
// What coro-await-in-loop reports: the first examples of docs/checks/await-in-loop.md.
#include <asio.hpp>
#include <string>
#include <vector>

struct Page {
  std::size_t size = 0;
};
struct Entry {
  std::string url;
  std::size_t size = 0;
};
asio::awaitable<Page> fetch(const std::string &url);
asio::awaitable<void> store(const Entry &entry);
asio::awaitable<int> ping(int host);

// Results that are collected.
asio::awaitable<std::vector<Page>> download(const std::vector<std::string> &urls) {
  std::vector<Page> pages;
  for (const auto &url : urls)
    pages.push_back(co_await fetch(url)); // reported
  co_return pages;
}

// Several awaits an iteration.
asio::awaitable<void> refresh(std::vector<Entry> &entries) {
  for (Entry &entry : entries) {
    Page page = co_await fetch(entry.url); // reported
    entry.size = page.size;
    co_await store(entry);
  }
}

// A counter, and a slot for each result.
asio::awaitable<void> measure(int hosts, std::vector<int> &delays) {
  for (int host = 0; host < hosts; ++host)
    delays[host] = co_await ping(host); // reported
}
