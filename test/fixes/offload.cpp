// SPDX-License-Identifier: Apache-2.0
// Blocking calls wrapped in the library's offload: suggestions, each in its library's spelling.
// RUN: rm -rf %t && split-file %s %t
// RUN: %check %t/asio.cpp
// RUN: %check %t/boost-asio.cpp
// RUN: %check %t/folly.cpp
// RUN: %check %t/cppcoro.cpp
// RUN: %check %t/libcoro.cpp
// RUN: %check %t/runtime.cpp
// RUN: %check %t/concurrencpp.cpp
// RUN: %check %t/seastar.cpp

//--- asio.cpp
#include <asio/awaitable.hpp>
#include <asio/thread_pool.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
// INCLUDE(suggest): asio/co_spawn.hpp
// INCLUDE(suggest): asio/use_awaitable.hpp
std::string load(const std::string &Path) {
  std::ifstream File(Path);
  return "";
}
void store(const std::string &Path) { std::ofstream File(Path); }
asio::awaitable<std::string> values(asio::thread_pool &Pool, std::string Path) {
  std::string A = load(Path); // WARN: 'load' blocks
  // NOTE: it can be handed to the pool: the call runs on a thread of the pool while the event loop goes on
  // SUGGEST: std::string A = co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<std::string> { co_return load(Path); }, asio::use_awaitable);
  store(Path); // WARN: 'store' blocks
  // SUGGEST: co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<void> { co_return store(Path); }, asio::use_awaitable);
  int Code = system("make") + 1; // WARN: 'system' blocks
  // SUGGEST: int Code = co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<int> { co_return system("make"); }, asio::use_awaitable) + 1;
  auto Size = load(Path).size(); // WARN: 'load' blocks
  // SUGGEST: auto Size = (co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<std::string> { co_return load(Path); }, asio::use_awaitable)).size();
  fsync(1); // WARN: 'fsync' blocks
  // SUGGEST: co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<int> { co_return fsync(1); }, asio::use_awaitable);
  co_return load(Path); // WARN: 'load' blocks
  // SUGGEST: co_return co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<std::string> { co_return load(Path); }, asio::use_awaitable);
}
asio::awaitable<void> pointers(asio::thread_pool *Pool) {
  store("a"); // WARN: 'store' blocks
  // SUGGEST: co_await asio::co_spawn(*Pool, [&]() -> asio::awaitable<void> { co_return store("a"); }, asio::use_awaitable);
  co_return;
}
class Server {
  std::unique_ptr<asio::thread_pool> Pool;
  asio::awaitable<void> member() {
    store("a"); // WARN: 'store' blocks
    // SUGGEST: co_await asio::co_spawn(*Pool, [&]() -> asio::awaitable<void> { co_return store("a"); }, asio::use_awaitable);
    co_return;
  }
};
// None: no pool, two pools, constructors, handlers, locks, awaits inside, waiting for the pool itself.
asio::awaitable<void> noPool() {
  store("a"); // WARN: 'store' blocks
  co_return;
}
asio::awaitable<void> twoPools(asio::thread_pool &A, asio::thread_pool &B) {
  store("a"); // WARN: 'store' blocks
  co_return;
}
asio::awaitable<std::string> path();
asio::awaitable<void> notThere(asio::thread_pool &Pool, std::mutex &M, std::thread &T) {
  std::ifstream File("a"); // WARN: constructing 'std::ifstream' blocks
  try {
    load(co_await path()); // WARN: 'load' blocks
  } catch (...) {
    store("a"); // WARN: 'store' blocks
  }
  T.join(); // WARN: 'std::thread::join' blocks
  std::lock_guard<std::mutex> Guard(M);
  store("a"); // WARN: 'store' blocks
  Pool.join(); // WARN: 'asio::thread_pool::join' blocks
}
// In a template: what does not depend on its parameter, but not what does.
void store(int) { store("a"); }
template <class T> asio::awaitable<void> dependent(asio::thread_pool &Pool, T Value) {
  store("a"); // WARN: 'store' blocks
  // SUGGEST: co_await asio::co_spawn(Pool, [&]() -> asio::awaitable<void> { co_return store("a"); }, asio::use_awaitable);
  store(Value); // WARN: 'store' blocks
  co_return;
}
asio::awaitable<void> instantiates(asio::thread_pool &Pool) { co_await dependent(Pool, 1); }

//--- boost-asio.cpp
#include <boost/asio.hpp>
#include <cstdlib>
boost::asio::awaitable<void> values(boost::asio::thread_pool &Pool) {
  system("make"); // WARN: 'system' blocks
  // SUGGEST: co_await boost::asio::co_spawn(Pool, [&]() -> boost::asio::awaitable<int> { co_return system("make"); }, boost::asio::use_awaitable);
  co_return;
}

//--- folly.cpp
#include <cstdlib>
#include <folly/coro/Task.h>
// INCLUDE(suggest): folly/coro/Invoke.h
// INCLUDE(suggest): folly/executors/GlobalExecutor.h
folly::coro::Task<int> values() {
  co_return system("make"); // WARN: 'system' blocks
  // SUGGEST: co_return co_await folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(), folly::coro::co_invoke([&]() -> folly::coro::Task<int> { co_return system("make"); }));
}

//--- cppcoro.cpp
#include <cppcoro/static_thread_pool.hpp>
#include <cppcoro/task.hpp>
#include <cstdlib>
// INCLUDE(suggest): cppcoro/schedule_on.hpp
cppcoro::task<int> values(cppcoro::static_thread_pool &Pool) {
  co_return system("make"); // WARN: 'system' blocks
  // NOTE: the call and all that follows it run on a thread of the pool
  // SUGGEST: co_return co_await cppcoro::schedule_on(Pool, [&]() -> cppcoro::task<int> { co_return system("make"); }());
}

//--- libcoro.cpp
#include <coro/task.hpp>
#include <coro/thread_pool.hpp>
#include <cstdlib>
#include <memory>
coro::task<int> values(std::shared_ptr<coro::thread_pool> Pool) {
  co_return system("make"); // WARN: 'system' blocks
  // SUGGEST: co_return co_await Pool->schedule([&]() -> coro::task<int> { co_return system("make"); }());
}

//--- runtime.cpp
#include <cotidy/runtime/executor.hpp>
#include <cstdlib>
#include <fstream>
struct Config {
  int Value;
};
Config load() {
  std::ifstream File("a");
  return {1};
}
cotidy::rt::task<int> values(cotidy::rt::thread_pool &Pool) {
  Config C = load(); // WARN: 'load' blocks
  // SUGGEST: Config C = co_await cotidy::rt::run_in_executor(Pool, [&] { return load(); });
  co_return load().Value; // WARN: 'load' blocks
  // SUGGEST: co_return (co_await cotidy::rt::run_in_executor(Pool, [&] { return load(); })).Value;
}

//--- concurrencpp.cpp
#include <concurrencpp/concurrencpp.h>
#include <cstdlib>
// Its runtime is not in scope here.
concurrencpp::result<int> values() {
  co_return system("make"); // WARN: 'system' blocks
}

//--- seastar.cpp
#include <cstdlib>
#include <seastar/core/future.hh>
// It has no pool of threads that may block.
seastar::future<int> values() {
  co_return system("make"); // WARN: 'system' blocks
  // NO-NOTE: pool
}
