// SPDX-License-Identifier: Apache-2.0
// One connection: lines and replies over a socket.
#include "net.hpp"
#include <algorithm>
#include <sstream>

namespace sample {

awaitable<void> Connection::open() {
  if (busy_) {
    socket.close();
    unread_.clear();
    busy_ = false;
  }
  if (!socket.is_open())
    co_await socket.async_connect(peer_, use_awaitable);
}

awaitable<std::string> Connection::read_line() {
  std::size_t length =
      co_await asio::async_read_until(socket, asio::dynamic_buffer(unread_), '\n', use_awaitable);
  std::string line = unread_.substr(0, length - 1);
  unread_.erase(0, length);
  co_return line;
}

awaitable<void> Connection::write(std::string text) {
  co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
}

awaitable<Reply> Connection::ask(std::string request) {
  busy_ = true;
  co_await write(request + "\n");
  std::istringstream head(co_await read_line());
  Reply reply;
  std::size_t length = 0;
  head >> reply.status >> length >> reply.digest;
  if (unread_.size() < length)
    co_await asio::async_read(socket, asio::dynamic_buffer(unread_),
                              asio::transfer_exactly(length - unread_.size()), use_awaitable);
  reply.body = unread_.substr(0, length);
  unread_.erase(0, length);
  busy_ = false;
  co_return reply;
}

std::string head_of(const Reply &reply) {
  return std::to_string(reply.status) + ' ' + std::to_string(reply.body.size()) + ' ' +
         reply.digest + '\n';
}

Connection *Pool::acquire(const tcp::endpoint &peer) {
  auto found = std::find_if(idle_.begin(), idle_.end(),
                            [&](Connection *idle) { return idle->peer() == peer; });
  if (found == idle_.end()) {
    all_.push_back(std::make_unique<Connection>(executor_, peer));
    return all_.back().get();
  }
  Connection *connection = *found;
  idle_.erase(found);
  return connection;
}

} // namespace sample
