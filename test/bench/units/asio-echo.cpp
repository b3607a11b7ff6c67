// SPDX-License-Identifier: Apache-2.0
// A unit to measure: an echo server on Asio, with a limit on idle time and a count of its clients.
#include <asio.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>

namespace {

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace std::chrono_literals;

class session : public std::enable_shared_from_this<session> {
public:
  explicit session(tcp::socket socket) : socket_(std::move(socket)), idle_(socket_.get_executor()) {}

  void start(std::set<std::shared_ptr<session>> &all) {
    all.insert(shared_from_this());
    auto self = shared_from_this();
    asio::co_spawn(
        socket_.get_executor(),
        [self, &all]() -> awaitable<void> {
          co_await self->serve();
          all.erase(self);
        },
        asio::detached);
    asio::co_spawn(socket_.get_executor(), [self] { return self->watch(); }, asio::detached);
  }

  void stop() {
    std::error_code ignored;
    socket_.close(ignored);
    idle_.cancel();
  }

private:
  awaitable<void> serve() {
    std::array<char, 4096> data;
    try {
      for (;;) {
        deadline_ = std::chrono::steady_clock::now() + 30s;
        std::size_t got = co_await socket_.async_read_some(asio::buffer(data), use_awaitable);
        std::size_t sent =
            co_await asio::async_write(socket_, asio::buffer(data, got), use_awaitable);
        echoed_ += sent;
      }
    } catch (const std::system_error &error) {
      if (error.code() != asio::error::eof)
        std::fprintf(stderr, "session: %s after %zu bytes\n", error.what(), echoed_);
    }
    stop();
  }

  awaitable<void> watch() {
    while (socket_.is_open()) {
      idle_.expires_at(deadline_);
      std::error_code ec;
      co_await idle_.async_wait(asio::redirect_error(use_awaitable, ec));
      if (std::chrono::steady_clock::now() >= deadline_)
        stop();
    }
  }

  tcp::socket socket_;
  asio::steady_timer idle_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::now() + 30s;
  std::size_t echoed_ = 0;
};

awaitable<void> listen(unsigned short port, std::set<std::shared_ptr<session>> &all) {
  auto executor = co_await asio::this_coro::executor;
  tcp::acceptor acceptor(executor, {tcp::v4(), port});
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    std::make_shared<session>(std::move(socket))->start(all);
  }
}

} // namespace

int main(int count, char **arguments) {
  asio::io_context context(1);
  std::set<std::shared_ptr<session>> all;
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](auto, auto) { context.stop(); });
  auto port = static_cast<unsigned short>(count > 1 ? std::atoi(arguments[1]) : 7007);
  asio::co_spawn(context, listen(port, all), asio::detached);
  context.run();
}
