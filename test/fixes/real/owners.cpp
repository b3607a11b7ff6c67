// SPDX-License-Identifier: Apache-2.0
// The real headers of Asio and Boost.Asio: owners that fit their coroutines, and sockets that close.
// REQUIRES: asio, boost
// RUN: %check --check=coro-unscoped-resource --real %s -- -DASIO_HAS_CO_AWAIT \
// RUN:   -DASIO_HAS_STD_COROUTINE
// RUN: %check --check=coro-unscoped-resource --real %s -- -DBOOST
#ifdef BOOST
#include <boost/asio.hpp>
namespace asio = boost::asio;
#else
#include <asio.hpp>
#endif
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <unistd.h>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<void> copies(tcp::socket &From) {
  std::FILE *To = std::fopen("copy", "w"); // WARN: 'fclose' never runs // SUGGEST: std::unique_ptr<FILE, int (*)(FILE *)> To(std::fopen("copy", "w"), &fclose);
  if (!To)
    co_return;
  char Buffer[64];
  std::size_t Size = co_await From.async_read_some(asio::buffer(Buffer), use_awaitable);
  std::fwrite(Buffer, 1, Size, To); // SUGGEST: std::fwrite(Buffer, 1, Size, To.get());
  std::fclose(To); // SUGGEST: To.reset();
}
awaitable<void> buffered(tcp::socket &From) {
  char *Buffer = static_cast<char *>(std::malloc(64)); // WARN: 'free' never runs // SUGGEST: std::unique_ptr<char, void (*)(void *)> Buffer(static_cast<char *>(std::malloc(64)), &free);
  co_await From.async_read_some(asio::buffer(Buffer, 64), use_awaitable); // SUGGEST: co_await From.async_read_some(asio::buffer(Buffer.get(), 64), use_awaitable);
  std::free(Buffer); // SUGGEST: Buffer.reset();
}
awaitable<void> counts(asio::steady_timer &Timer) {
  auto *Count = new int(0); // WARN: 'delete' never runs // FIX: auto Count = std::make_unique<int>(0);
  co_await Timer.async_wait(use_awaitable);
  ++*Count;
  delete Count; // FIX: Count.reset();
}

// Naive: open, connect and close by hand. But a socket closes when it ends.
awaitable<void> sockets(tcp::endpoint To) {
  tcp::socket Socket(co_await asio::this_coro::executor);
  Socket.open(tcp::v4());
  co_await Socket.async_connect(To, use_awaitable);
  Socket.close();
}
// Naive: a descriptor at an await. But the stream owns it.
awaitable<void> descriptor() {
  int Fd = ::dup(0);
  asio::posix::stream_descriptor Input(co_await asio::this_coro::executor, Fd);
  char Byte;
  co_await Input.async_read_some(asio::buffer(&Byte, 1), use_awaitable);
}
