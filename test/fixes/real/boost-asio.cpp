// SPDX-License-Identifier: Apache-2.0
// Both fixes against the real Boost.Asio.
// REQUIRES: boost
// RUN: %check %s --real -- -DBOOST_ASIO_HAS_CO_AWAIT -DBOOST_ASIO_HAS_STD_COROUTINE
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <unistd.h>
// INCLUDE: boost/asio/steady_timer.hpp
// INCLUDE: boost/asio/use_awaitable.hpp
// INCLUDE(suggest): boost/asio/co_spawn.hpp

boost::asio::awaitable<int> both(boost::asio::thread_pool &Pool) {
  std::this_thread::sleep_for(std::chrono::hours(1)); // WARN: 'std::this_thread::sleep_for' blocks
  // FIX: co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, std::chrono::hours(1)).async_wait(boost::asio::use_awaitable);
  usleep(1); // WARN: 'usleep' blocks
  // FIX: co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, std::chrono::microseconds(1)).async_wait(boost::asio::use_awaitable);
  co_return std::system("true"); // WARN: 'system' blocks
  // SUGGEST: co_return co_await boost::asio::co_spawn(Pool, [&]() -> boost::asio::awaitable<int> { co_return std::system("true"); }, boost::asio::use_awaitable);
}
