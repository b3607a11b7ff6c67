// SPDX-License-Identifier: Apache-2.0
// The echo server with callbacks: a unit that reads the same headers and has no coroutine.
#include <array>
#include <asio.hpp>
#include <iostream>
#include <memory>

using asio::ip::tcp;

class session : public std::enable_shared_from_this<session> {
public:
  explicit session(tcp::socket socket) : socket_(std::move(socket)) {}
  void read() {
    socket_.async_read_some(asio::buffer(data_),
                            [self = shared_from_this()](std::error_code wrong, std::size_t size) {
                              if (!wrong)
                                self->write(size);
                            });
  }

private:
  void write(std::size_t size) {
    asio::async_write(socket_, asio::buffer(data_, size),
                      [self = shared_from_this()](std::error_code wrong, std::size_t) {
                        if (!wrong)
                          self->read();
                      });
  }

  tcp::socket socket_;
  std::array<char, 4096> data_;
};

static void accept(tcp::acceptor &on) {
  on.async_accept([&on](std::error_code wrong, tcp::socket socket) {
    if (wrong)
      std::cerr << wrong.message() << '\n';
    else
      std::make_shared<session>(std::move(socket))->read();
    accept(on);
  });
}

int main() {
  asio::io_context context;
  tcp::acceptor acceptor(context, {tcp::v4(), 5555});
  accept(acceptor);
  context.run();
}
