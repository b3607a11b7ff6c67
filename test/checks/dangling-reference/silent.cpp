// SPDX-License-Identifier: Apache-2.0
// ALL SILENT: tasks that are done, or gone, before what they refer to is.
// RUN: %check --check=coro-dangling-reference %s
#include <asio.hpp>
#include <coroutine>
#include <mine/task.hpp>
#include <mock/promise.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

bool happens();
int look(const void *);
std::string make();
mine::task<> step() { co_return; }
mine::task<> show(const std::string &text) {
  co_await step();
  look(&text);
}
mine::task<> copy(std::string text) {
  co_await step();
  look(&text);
}
mine::task<> view(std::string_view text) {
  co_await step();
  look(&text);
}
mine::task<> unused(const std::string &) { co_await step(); }
mine::task<> all(mine::task<> a, mine::task<> b);
void sync_wait(mine::task<>);
template <class T> struct wrapped {
  wrapped(T);
};

// Awaited within the expression, alone or with others.
mine::task<> awaited(std::string text) {
  co_await show("x");
  co_await show(text);
  co_await view(make());
  co_await all(show("x"), show(make()));
  co_await [text]() -> mine::task<> {
    look(&text);
    co_return;
  }();
  co_return co_await show("x");
}
// Locals that live as long as the variable.
mine::task<> together() {
  std::string text = make();
  auto task = show(text);
  std::vector<mine::task<>> tasks;
  tasks.push_back(show(text));
  for (int i = 0; i < 3; ++i)
    tasks.push_back(show(text));
  co_await std::move(task);
  for (auto &each : tasks)
    co_await std::move(each);
}
// Awaited before the scope ends.
mine::task<> within() {
  std::vector<mine::task<>> tasks;
  for (int i = 0; i < 3; ++i) {
    std::string text = make();
    tasks.push_back(show(text));
    for (auto &each : tasks)
      co_await std::move(each);
  }
}
// By value, or never used.
mine::task<> values() {
  auto a = copy(make());
  auto b = unused(make());
  auto c = view("literal");
  auto d = copy("x");
  co_await std::move(a);
  co_await std::move(b);
  co_await std::move(c);
  co_await std::move(d);
}
mine::task<> returned_value(std::string text) { return copy(text); }
mine::task<> returned_reference(const std::string &text) { return show(text); }
struct owner {
  std::string text;
  mine::task<> member() { return show(text); }
  mine::task<> method() { return run(); }
  mine::task<> run() {
    co_await step();
    look(&text);
  }
};
mine::task<> through_pointer(owner *pointer) { return pointer->run(); }
mine::task<> static_local() {
  static std::string text = make();
  return show(text);
}
// What runs at once gets the reference before the first suspension, and copies it.
struct eager : mock::awaiter<int> {
  using promise_type = mock::promise<eager, int, std::suspend_never>;
};
eager open_unseen(std::string_view name);
eager with_file(const std::string &name) {
  int file = co_await open_unseen(name);
  co_return file + co_await open_unseen("x");
}
eager read_all(std::string name) { return with_file(name); }
// It cannot be told where the task goes.
void elsewhere() {
  sync_wait(show("x"));
  wrapped wrapper{show(make())};
}
// A spawned task may be waited for.
asio::awaitable<void> session(const std::string &text) {
  co_await asio::awaitable<void>();
  look(&text);
}
void spawns(asio::io_context &io) {
  std::string text = make();
  asio::co_spawn(io, session(text), asio::detached);
  asio::co_spawn(io, [text]() -> asio::awaitable<void> { look(&text); co_return; }, asio::detached);
  io.run();
}
// No coroutine: what it does with the reference is its own.
mine::task<> wraps(const std::string &text) { return copy(text); }
mine::task<> wrapper() {
  auto task = wraps("x");
  co_await std::move(task);
}
template <class T> mine::task<> deferred(T &&value) { return copy(std::forward<T>(value)); }
mine::task<> forwards() {
  auto task = deferred(make());
  co_await std::move(task);
}
// Tags.
struct tag {};
mine::task<> tagged(const tag &which) {
  co_await step();
  look(&which);
}
mine::task<> tags() {
  auto task = tagged(tag());
  co_await std::move(task);
}
// A lambda without captures has nothing that could be gone.
mine::task<> lambdas() {
  auto task = [](int number) -> mine::task<> {
    co_await step();
    look(&number);
  }(1);
  co_await std::move(task);
  auto suppressed = show(make()); // NOLINT(coro-dangling-reference)
  co_await std::move(suppressed);
}
// Dropped, so that nothing runs: that is another check's.
mine::task<> dropped() {
  auto task = show(make());
  co_return;
}

// Spawned, a lambda may run at once up to its first suspension. What it has captured by reference
// belongs to others, so the closure is not needed any longer.
asio::awaitable<void> publish(const std::string &text);
struct client {
  asio::awaitable<void> send(std::string text);
  asio::awaitable<void> ping(asio::io_context &io) {
    asio::co_spawn(io, [this]() -> asio::awaitable<void> { co_await send("ping"); }(), asio::detached);
    co_return;
  }
};
asio::awaitable<void> reports_an_error(asio::io_context &io, client *to, std::string &text) {
  asio::co_spawn(io, [&]() -> asio::awaitable<void> { co_await to->send("error"); }(), asio::detached);
  asio::co_spawn(io, [&]() -> asio::awaitable<void> { co_await publish(text); }(), asio::detached);
  co_return;
}
// What is moved into a function that cannot be seen is taken.
asio::awaitable<void> publish_moved(std::string &&text);
asio::awaitable<void> passes_on(std::string &&text) { co_await publish_moved(std::move(text)); }
void spawns_movers(asio::io_context &io) {
  asio::co_spawn(io, passes_on(make()), asio::detached);
}
