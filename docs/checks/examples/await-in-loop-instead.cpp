// SPDX-License-Identifier: Apache-2.0
// What coro-await-in-loop does not report: the other examples of docs/checks/await-in-loop.md.
#include <asio.hpp>
#include <asio/experimental/channel.hpp>
#include <string>
#include <vector>

struct Page {
  std::size_t size = 0;
  std::string next;
};
asio::awaitable<Page> fetch(std::string url);

// All at the same time.
asio::awaitable<std::vector<Page>> download(const std::vector<std::string> &urls) {
  auto executor = co_await asio::this_coro::executor;
  std::vector<Page> pages(urls.size());
  asio::experimental::channel<void(asio::error_code, std::exception_ptr)> ended(executor,
                                                                                urls.size());
  for (std::size_t i = 0; i < urls.size(); ++i)
    asio::co_spawn(executor, fetch(urls[i]), [&, i](std::exception_ptr error, Page page) {
      pages[i] = std::move(page);
      ended.try_send(asio::error_code(), error);
    });
  std::exception_ptr failed;
  for (std::size_t i = 0; i < urls.size(); ++i)
    if (auto error = co_await ended.async_receive(asio::use_awaitable))
      failed = error;
  if (failed)
    std::rethrow_exception(failed);
  co_return pages;
}

// The first match leaves the loop.
asio::awaitable<Page> first(const std::vector<std::string> &mirrors) {
  for (const auto &mirror : mirrors) {
    Page page = co_await fetch(mirror);
    if (page.size)
      co_return page;
  }
  co_return Page{};
}

asio::awaitable<void> send_all(asio::ip::tcp::socket &socket,
                               const std::vector<std::string> &lines) {
  for (const auto &line : lines)
    co_await asio::async_write(socket, asio::buffer(line), asio::use_awaitable);
}

asio::awaitable<Page> all_parts(std::string cursor, int parts) {
  Page whole;
  for (int part = 0; part < parts; ++part) {
    Page next = co_await fetch(cursor);
    whole.size += next.size;
    cursor = next.next;
  }
  co_return whole;
}
