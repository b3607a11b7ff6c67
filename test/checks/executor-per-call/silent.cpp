// SPDX-License-Identifier: Apache-2.0
// ALL SILENT: executors that serve many calls, live on, or belong to the program's first coroutine.
// RUN: %check --check=coro-executor-per-call %s
#include <asio.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <cppcoro/sync_wait.hpp>
#include <cppcoro/task.hpp>
#include <memory>
#include <mine/task.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

int hash(const std::string &);
class server {
public:
  explicit server(asio::thread_pool &);
  asio::awaitable<void> run();
};
asio::awaitable<void> serve(asio::thread_pool &);
void keep(asio::thread_pool *);
void keep(std::shared_ptr<cppcoro::static_thread_pool>);
asio::awaitable<void> work();

// Handed in, or living longer than the call.
cppcoro::task<> given(cppcoro::static_thread_pool &pool) { co_await pool.schedule(); }
cppcoro::task<> kept() {
  static cppcoro::static_thread_pool pool;
  co_await pool.schedule();
}
cppcoro::static_thread_pool everybodys;
cppcoro::task<> global() { co_await everybodys.schedule(); }
cppcoro::task<> borrowed() {
  auto &pool = everybodys;
  co_await pool.schedule();
}
struct owner {
  cppcoro::static_thread_pool pool;
  std::unique_ptr<cppcoro::static_thread_pool> other;
  cppcoro::task<> member() { co_await pool.schedule(); }
  cppcoro::task<> replaced() {
    auto made = std::make_unique<cppcoro::static_thread_pool>();
    co_await made->schedule();
    other = std::move(made);
  }
};
std::shared_ptr<cppcoro::static_thread_pool> current();
cppcoro::task<> found() {
  auto pool = current();
  co_await pool->schedule();
}
cppcoro::task<std::shared_ptr<cppcoro::static_thread_pool>> returned() {
  auto pool = std::make_shared<cppcoro::static_thread_pool>();
  co_await pool->schedule();
  co_return pool;
}
cppcoro::task<> handed_on() {
  auto pool = std::make_shared<cppcoro::static_thread_pool>();
  keep(pool);
  co_await pool->schedule();
}
// Many uses.
cppcoro::task<> twice() {
  cppcoro::static_thread_pool pool;
  co_await pool.schedule();
  hash("a");
  co_await pool.schedule();
}
cppcoro::task<> many(std::vector<std::string> &texts) {
  cppcoro::static_thread_pool pool;
  for (auto &text : texts) {
    co_await pool.schedule();
    hash(text);
  }
}
// What it works for cannot be seen.
asio::awaitable<void> whole_server() {
  asio::thread_pool pool(4);
  server all(pool);
  co_await all.run();
}
asio::awaitable<void> passed() {
  asio::thread_pool pool(4);
  co_await serve(pool);
}
asio::awaitable<void> pointer() {
  asio::thread_pool pool(4);
  keep(&pool);
  co_await asio::co_spawn(pool, work(), asio::use_awaitable);
}
asio::awaitable<void> captured() {
  asio::thread_pool pool(4);
  auto use = [&pool] { asio::post(pool, [] {}); };
  use();
  use();
  co_await asio::co_spawn(pool, work(), asio::use_awaitable);
}
// Nobody runs it here: another thread may.
asio::awaitable<void> other_thread() {
  asio::io_context loop;
  std::thread runner([&] { loop.run(); });
  co_await asio::co_spawn(loop, work(), asio::use_awaitable);
  loop.stop();
  runner.join();
}
asio::awaitable<void> run_twice() {
  asio::io_context loop;
  asio::co_spawn(loop, work(), asio::detached);
  loop.run();
  asio::co_spawn(loop, work(), asio::detached);
  loop.run();
  co_return;
}
// No coroutine.
void plain() {
  asio::thread_pool pool(1);
  asio::post(pool, [] {});
}
// The coroutine that stands for main, by its name or by who starts it.
cppcoro::task<int> async_main() {
  cppcoro::static_thread_pool pool;
  co_await pool.schedule();
  co_return 0;
}
cppcoro::task<> part() {
  cppcoro::static_thread_pool pool;
  co_await pool.schedule();
}
cppcoro::task<> program() {
  cppcoro::static_thread_pool pool;
  co_await pool.schedule();
  co_await part();
}
int main() { cppcoro::sync_wait(program()); }
void test_of_something() {
  cppcoro::sync_wait([]() -> cppcoro::task<> {
    cppcoro::static_thread_pool pool;
    co_await pool.schedule();
  }());
}
// A class that only knows threads of others.
struct watcher {
  std::vector<std::thread *> threads;
  mine::task<> submit(int);
};
mine::task<> watches() {
  watcher one;
  co_await one.submit(1);
}
