// SPDX-License-Identifier: Apache-2.0
// What coro-swallowed-cancellation reports: the first examples of its page.
#include <asio.hpp>
#include <iostream>
#include <string>

asio::awaitable<std::string> fetch(int id);
void show(const std::string &text);

// A loop that survives everything, its own cancellation too.
asio::awaitable<void> poll_for_ever() {
  for (int id = 0;; ++id) {
    try {
      show(co_await fetch(id));
    } catch (const std::exception &e) { // reported
      std::cerr << e.what() << '\n';
    }
  }
}

// A default in place of an answer.
asio::awaitable<std::string> fetch_or_empty(int id) {
  try {
    co_return co_await fetch(id);
  } catch (...) { // reported
    co_return "";
  }
}

// By value: every error is retried, and a cancellation is one of them.
asio::awaitable<void> accept_all(asio::ip::tcp::acceptor &acceptor) {
  for (;;) {
    asio::error_code ec;
    auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
    if (ec) // reported
      continue;
    show("a client");
  }
}
