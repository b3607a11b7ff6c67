// SPDX-License-Identifier: Apache-2.0
// Both fixes against the real Asio and the real standard library.
// REQUIRES: asio
// RUN: %check %s --real -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/thread_pool.hpp>
#include <chrono>
#include <fstream>
#include <future>
#include <poll.h>
#include <string>
#include <thread>
#include <vector>
// INCLUDE: asio/system_timer.hpp
// INCLUDE: asio/use_awaitable.hpp
// INCLUDE(suggest): asio/co_spawn.hpp

using namespace std::chrono_literals;

std::string load(const std::string &Path) {
  std::ifstream File(Path);
  return {std::istreambuf_iterator<char>(File), {}};
}

asio::awaitable<std::string> sleeps(std::chrono::duration<double> Exact) {
  std::this_thread::sleep_for(1s); // WARN: 'std::this_thread::sleep_for' blocks the thread that runs coroutine 'sleeps' for 1 s
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, 1s).async_wait(asio::use_awaitable);
  std::this_thread::sleep_for(Exact); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::ceil<std::chrono::nanoseconds>(Exact)).async_wait(asio::use_awaitable);
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + 1ms); // WARN: blocks
  // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::steady_clock::now() + 1ms).async_wait(asio::use_awaitable);
  std::this_thread::sleep_until(std::chrono::system_clock::now()); // WARN: blocks
  // FIX: co_await asio::system_timer(co_await asio::this_coro::executor, std::chrono::system_clock::now()).async_wait(asio::use_awaitable);
  co_return "";
}

asio::awaitable<std::size_t> offloads(asio::thread_pool &Pool, std::string Path) {
  std::string Text = load(Path); // WARN: 'load' blocks
  // SUGGEST: std::string Text = co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<std::string> { co_return load(Path); }, asio::use_awaitable);
  co_return Text.size() + load("other").size(); // WARN: 'load' blocks
  // SUGGEST: co_return Text.size() + (co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<std::string> { co_return load("other"); }, asio::use_awaitable)).size();
}

// The names of the real headers: classes of templates, inline namespaces, bases.
asio::awaitable<void> real(asio::ip::tcp::resolver &R, asio::ip::tcp::socket &S,
                           std::future<int> &F, pollfd *Fd) {
  R.resolve("localhost", "80"); // WARN: 'asio::ip::basic_resolver::resolve' blocks
  // NOTE: 'async_resolve' does the same without blocking when it is awaited
  S.connect({}); // WARN: connect' blocks
  // NOTE: 'async_connect' does the same
  F.get(); // WARN: 'std::future::get' blocks
  poll(Fd, 1, -1); // WARN: 'poll' blocks
  std::jthread T([] {}); // WARN: the destructor of 'T' blocks
  std::vector<std::jthread> Many; // WARN: the destructor of 'Many' blocks
  co_return;
}
asio::awaitable<void> silent(std::future<int> &F, pollfd *Fd) {
  if (F.wait_for(0s) == std::future_status::ready)
    F.get();
  poll(Fd, 1, 0);
  std::this_thread::sleep_for(0s);
  std::jthread T([] {});
  T.detach();
  std::thread U([] { load("a"); });
  U.detach();
  co_return;
}
