// SPDX-License-Identifier: Apache-2.0
// What coro-swallowed-cancellation does not report: the other examples of its page.
#include <asio.hpp>
#include <iostream>
#include <string>

asio::awaitable<std::string> fetch(int id);
void show(const std::string &text);

// The cancellation passes, all else is handled.
asio::awaitable<void> poll_for_ever() {
  for (int id = 0;; ++id) {
    try {
      show(co_await fetch(id));
    } catch (const std::exception &e) {
      if (auto *failure = dynamic_cast<const asio::system_error *>(&e);
          failure && failure->code() == asio::error::operation_aborted)
        throw;
      std::cerr << e.what() << '\n';
    }
  }
}

// The error is taken for what it is, a cancellation included.
asio::awaitable<void> accept_all(asio::ip::tcp::acceptor &acceptor) {
  for (;;) {
    asio::error_code ec;
    auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
    if (ec == asio::error::operation_aborted)
      co_return;
    if (ec)
      continue;
    show("a client");
  }
}

// Clean-up first, then the error goes on.
asio::awaitable<void> copy(int id, asio::ip::tcp::socket &out) {
  try {
    show(co_await fetch(id));
  } catch (...) {
    out.close();
    throw;
  }
}

// Kept, and thrown when the work after it is done.
asio::awaitable<void> flush_in_any_case(int id, asio::ip::tcp::socket &out) {
  std::exception_ptr error;
  try {
    show(co_await fetch(id));
  } catch (...) {
    error = std::current_exception();
  }
  co_await asio::async_write(out, asio::buffer("\n", 1), asio::use_awaitable);
  if (error)
    std::rethrow_exception(error);
}

// Spawned detached: nobody waits for its end, so nobody has to be told.
asio::awaitable<void> session(int id) {
  try {
    for (;;)
      show(co_await fetch(id));
  } catch (const std::exception &e) {
    std::cerr << e.what() << '\n';
  }
}

void start(asio::io_context &context) { asio::co_spawn(context, session(1), asio::detached); }

// The handler ends the loop, by what it asks.
class link {
public:
  asio::awaitable<void> run() {
    while (state_ != state::closed) {
      try {
        show(co_await fetch(1));
      } catch (const std::exception &) {
        close();
      }
    }
  }

private:
  enum class state { open, closed };
  void close() { state_ = state::closed; }
  state state_ = state::open;
};
