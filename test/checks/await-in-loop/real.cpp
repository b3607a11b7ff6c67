// SPDX-License-Identifier: Apache-2.0
// Reduced from public projects: what was reported wrongly, what is rightly reported, and loops that
// look independent and are not.
// RUN: %check --check=coro-await-in-loop --real %s -- -isystem %inputs/libs
#include <map>
#include <memory>
#include <mine/task.hpp>
#include <string>
#include <vector>

using mine::task;
struct rows {
  bool empty() const;
  std::string first() const;
};
struct handle {
  task<rows> exec(const std::string &query, const std::string &key);
};
struct context {
  std::unique_ptr<handle> database;
};
struct session {
  const std::string &device() const;
  void rename(std::string);
};

// Was reported: the lambda looks like new work, but all its calls share the one connection that
// it reaches through a captured reference (a gRPC server on Boost.Asio).
task<> names(std::vector<session> &sessions, context &with) {
  auto fetch = [&](const std::string &query, const std::string &key) -> task<std::string> {
    rows found = co_await with.database->exec(query, key);
    if (found.empty())
      co_return std::string();
    co_return found.first();
  };
  for (auto &each : sessions)
    each.rename(co_await fetch("SELECT name FROM device WHERE id = ?", each.device()));
}

// Was reported: the member of the result is an adapter, and the work behind it runs already
// (tests of concurrencpp).
template <class T> struct running : mock::awaiter<T> {
  struct promise_type : mock::promise<running, T, std::suspend_never> {};
  explicit operator bool() const;
  mock::awaiter<running> resolve();
};
task<> resolves(std::vector<running<int>> &results) {
  for (auto &result : results) {
    if (!static_cast<bool>(result))
      continue;
    co_await result.resolve();
  }
}

// Was reported: the same call again and again is measured, not collected (benchmarks of folly).
task<> hop();
task<> measured(unsigned times) {
  auto step = []() -> task<> { co_await hop(); };
  for (unsigned i = 0; i < times; ++i)
    co_await step();
}

// Rightly reported: the entries go to different keys, and the cache, whose bodies can be seen,
// keeps nothing about it (an admin server on drogon).
task<bool> store(std::string key, std::string value);
struct cache {
  task<bool> roles(int id, const std::vector<int> &menus) {
    co_return co_await entry("role", menus.size());
  }
  task<bool> entry(std::string key, int count) const { co_return co_await store(key, key); }
};
task<> warm(std::map<int, std::vector<int>> &loaded, cache &into) {
  for (const auto &[id, menus] : loaded)
    co_await into.roles(id, menus); // WARN: awaits 'cache::roles'
}

// A broadcast: the receivers are handles, and two of them may be one (a chat room).
struct receiver {
  task<int> write(const std::string &text);
};
task<> broadcast(std::map<int, std::weak_ptr<receiver>> &all, std::string text) {
  for (auto &[id, weak] : all) {
    auto strong = weak.lock();
    if (!strong)
      continue;
    co_await strong->write(text);
  }
}
// A tree that is written through one connection, parents first (a server with MySQL).
struct node {
  std::vector<node> children;
};
task<> add(const node &n, context &with) {
  co_await with.database->exec("INSERT", "key");
  for (const auto &child : n.children)
    co_await add(child, with);
}
// The first error is kept, the later ones are dropped: which one is first is the order.
task<int> run(int id);
task<int> firstError(std::vector<int> &ids) {
  int error = 0;
  for (int id : ids) {
    int result = co_await run(id);
    if (!error && result)
      error = result;
  }
  co_return error;
}
// Leaves in a macro, as an error is handed on (a file system on folly).
#define RETURN_ON_ERROR(value)                                                                      \
  if (value)                                                                                       \
  co_return value
task<int> allOrError(std::vector<int> &ids) {
  for (int id : ids) {
    int result = co_await run(id);
    RETURN_ON_ERROR(result);
  }
  co_return 0;
}
// A test's `do { } while (false)` around an await (doctest).
task<> macro() {
  do {
    co_await run(1);
  } while (false);
}
// Each iteration creates what it awaits, reports, and stops at an exception of its own.
task<int> fetch(int id);
void log(int);
task<> tries(std::vector<int> &ids) {
  for (int id : ids) {
    try {
      log(co_await fetch(id)); // WARN: awaits 'fetch'
    } catch (const int &error) {
      log(error);
    }
  }
}
// Was missed: a function object that only makes an argument (a test client on Asio).
struct adapter {
  int operator()(int token) const;
};
extern const adapter as_tuple;
task<int> connect(int port, int token);
task<> connects(int count) {
  std::vector<int> all;
  for (int i = 0; i < count; ++i) {
    int got = co_await connect(i, as_tuple(1)); // WARN: awaits 'connect'
    all.push_back(got);
  }
}
