// SPDX-License-Identifier: Apache-2.0
// What server and client share: one connection, a pool of them, and three coroutine helpers.
#ifndef SAMPLE_NET_HPP
#define SAMPLE_NET_HPP

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <iterator>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace sample {

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

/// What a request is answered with. On the wire: "STATUS LENGTH DIGEST\n", then the body.
struct Reply {
  int status = 0;
  std::string digest = "-";
  std::string body;
};

/// A socket, and what has been read from it but not used yet.
class Connection {
public:
  Connection(asio::any_io_executor executor, tcp::endpoint peer)
      : socket(std::move(executor)), peer_(peer) {}
  explicit Connection(tcp::socket accepted) : socket(std::move(accepted)) {}

  /// Connects, unless it is connected already. A connection whose last request failed half way is
  /// in an unknown state, so it starts anew.
  awaitable<void> open();
  awaitable<std::string> read_line();
  awaitable<void> write(std::string text);
  awaitable<Reply> ask(std::string request);

  const tcp::endpoint &peer() const { return peer_; }

  tcp::socket socket;

private:
  tcp::endpoint peer_;
  std::string unread_;
  bool busy_ = false;
};

/// The line that precedes a body.
std::string head_of(const Reply &reply);

/// Connections that are kept open between requests.
class Pool {
public:
  explicit Pool(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  /// An idle connection to the peer, or a new one; open() it before use, release() it after.
  Connection *acquire(const tcp::endpoint &peer);
  void release(Connection *connection) { idle_.push_back(connection); }

private:
  asio::any_io_executor executor_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::vector<Connection *> idle_;
};

/// A connection that goes back to its pool however the scope is left.
class Lease {
public:
  Lease(Pool &pool, const tcp::endpoint &peer) : pool_(pool), connection_(pool.acquire(peer)) {}
  ~Lease() { pool_.release(connection_); }
  Lease(const Lease &) = delete;
  Lease &operator=(const Lease &) = delete;
  Connection *operator->() const { return connection_; }

private:
  Pool &pool_;
  Connection *connection_;
};

/// Lets other coroutines run for that long.
inline awaitable<void> pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(use_awaitable);
}

/// Runs the function on a thread that may block, and comes back with its result.
template <typename Function>
awaitable<std::invoke_result_t<Function &>> offload(asio::thread_pool &pool, Function function) {
  co_return co_await asio::co_spawn(
      pool, [&]() -> awaitable<std::invoke_result_t<Function &>> { co_return function(); },
      use_awaitable);
}

/// Runs all of them at the same time; the results are in their order. The first error cancels the
/// others. (Asio 1.22 can wait for two at a time, so this halves the list until two are left.)
template <typename T> awaitable<std::vector<T>> gather(std::vector<awaitable<T>> tasks) {
  using namespace asio::experimental::awaitable_operators;
  std::vector<T> results;
  if (tasks.size() == 1)
    results.push_back(co_await std::move(tasks.front()));
  if (tasks.size() > 1) {
    auto middle = tasks.begin() + tasks.size() / 2;
    std::vector<awaitable<T>> rest(std::make_move_iterator(middle),
                                   std::make_move_iterator(tasks.end()));
    tasks.resize(tasks.size() / 2);
    auto [first, second] = co_await (gather(std::move(tasks)) && gather(std::move(rest)));
    results = std::move(first);
    std::move(second.begin(), second.end(), std::back_inserter(results));
  }
  co_return results;
}

} // namespace sample

#endif
