// SPDX-License-Identifier: Apache-2.0
// Thread pools and event loops that serve one call of the coroutine that makes them.
// RUN: %check --check=coro-executor-per-call %s
#include <asio.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <cppcoro/task.hpp>
#include <memory>
#include <mine/task.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

int hash(const std::string &);
mine::task<> step() { co_return; }

// A local that one call works with.
asio::awaitable<int> hashed(std::string text) { // NOTE: make the thread pool where it outlives the calls of this coroutine, and pass it by reference
  asio::thread_pool pool(1); // WARN: coroutine 'hashed' makes the thread pool 'pool' for one use each time it runs: starting and ending its threads costs more than the work that it shall spread
  co_return co_await asio::co_spawn( // NOTE: this is the one use of it
      pool, [&]() -> asio::awaitable<int> { co_return hash(text); }, asio::use_awaitable);
}
// Through its executor, which has a name.
asio::awaitable<void> posted() {
  asio::thread_pool pool{2}; // WARN: makes the thread pool 'pool' for one use
  auto executor = pool.get_executor();
  co_await asio::post(executor, asio::use_awaitable); // NOTE: this is the one use of it
  pool.join();
}
// Behind a pointer.
cppcoro::task<int> pointed() {
  auto pool = std::make_unique<cppcoro::static_thread_pool>(); // WARN: makes the thread pool 'pool' for one use
  co_await pool->schedule();
  co_return hash("x");
}
cppcoro::task<int> shared() {
  auto pool = std::make_shared<cppcoro::static_thread_pool>(); // WARN: makes the thread pool 'pool' for one use
  co_await pool->schedule();
  co_return hash("x");
}
// Without a name.
cppcoro::task<int> temporary() {
  co_await cppcoro::static_thread_pool().schedule(); // WARN: makes a thread pool for one use
  co_return hash("x");
}
// In a branch, or within the iteration of a loop.
cppcoro::task<> in_loop(std::vector<std::string> &texts) {
  for (auto &text : texts) {
    cppcoro::static_thread_pool pool; // WARN: makes the thread pool 'pool' for one use
    co_await pool.schedule();
    hash(text);
  }
}
// An event loop that is filled and run is one use, however much is put into it.
asio::awaitable<void> nested() { // NOTE: await here what it shall run, or spawn that on the loop that runs this coroutine
  asio::io_context loop; // WARN: makes the event loop 'loop' for one use each time it runs: while it runs, it blocks the thread of the loop that coroutine 'nested' runs on
  asio::co_spawn(loop, posted(), asio::detached);
  asio::co_spawn(loop, [&]() -> asio::awaitable<void> { co_await posted(); }, asio::detached);
  loop.run(); // NOTE: this is the one use of it
  co_return;
}
// A member of a class that owns threads, which no model knows.
class workers {
public:
  explicit workers(int);
  template <class F> mine::task<> submit(F) { co_return; }
  int size() const;

private:
  std::vector<std::jthread> threads;
};
struct service {
  mine::task<> store(std::string text) { // NOTE: make the thread pool a member of 'service', or pass it by reference
    workers own(4); // WARN: makes the thread pool 'own' for one use
    hash(own.size() ? text : "");
    co_await own.submit([text] { hash(text); });
  }
};
// The loop that calls it is the evidence, directly or by way of others.
mine::task<> each_time(std::string text) {
  workers own(4); // WARN: makes the thread pool 'own' for one use
  co_await own.submit([text] { hash(text); });
}
mine::task<> between(std::string text) { co_await each_time(text); }
mine::task<> all(std::vector<std::string> texts) {
  for (auto &text : texts)
    co_await between(text); // NOTE: make the thread pool before the loop, and pass it on by reference
}
int main() { all({}); }
