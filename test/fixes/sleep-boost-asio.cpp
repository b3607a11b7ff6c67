// SPDX-License-Identifier: Apache-2.0
// The same library by its other name: Boost.Asio, its namespace and its headers.
// RUN: %check %s
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <thread>
// INCLUDE: boost/asio/steady_timer.hpp
// INCLUDE: boost/asio/this_coro.hpp
// INCLUDE: boost/asio/use_awaitable.hpp

boost::asio::awaitable<void> sleeps() {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: blocks
  // FIX: co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, std::chrono::seconds(1)).async_wait(boost::asio::use_awaitable);
  co_return;
}
// A namespace `asio` beside Boost's does not matter here.
namespace asio {
struct steady_timer {};
} // namespace asio
boost::asio::awaitable<void> besides(std::chrono::steady_clock::time_point T) {
  std::this_thread::sleep_until(T); // WARN: blocks
  // FIX: co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, T).async_wait(boost::asio::use_awaitable);
  co_return;
}
