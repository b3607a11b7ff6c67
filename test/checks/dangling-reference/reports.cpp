// SPDX-License-Identifier: Apache-2.0
// Tasks that outlive a temporary, a local, an object or the captures of a lambda.
// RUN: %check --check=coro-dangling-reference %s
#include <asio.hpp>
#include <coroutine>
#include <mine/task.hpp>
#include <mock/promise.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct eager : mock::awaiter<int> {
  using promise_type = mock::promise<eager, int, std::suspend_never>;
};
bool happens();
int look(const void *);
mine::task<> step() { co_return; }

mine::task<> show(const std::string &text) {
  look(&text);
  co_return;
}
mine::task<> view(std::string_view text) {
  look(&text);
  co_return;
}
mine::task<> point(const int *number) {
  co_await step();
  look(number);
}
mine::task<> take(std::string &&text) {
  look(&text);
  co_return;
}
mine::task<> defaulted(int, const std::string &text = "x") {
  look(&text);
  co_return;
}
eager before(const std::string &text) {
  look(&text);
  co_await step();
  co_return 1;
}
eager after(const std::string &text) {
  co_await step();
  look(&text); // NOTE: it is used here, after a suspension
  co_return 1;
}
eager around(const std::string &text) {
  while (happens()) {
    look(&text);
    co_await step();
  }
  co_return 1;
}
std::string make();

// A temporary, and a variable that keeps the task.
mine::task<> kept() {
  auto a = show("x"); // WARN: the task that 'show' returns refers to this temporary, which is gone at the end of the expression, but 'a' keeps the task
  auto b = view(make()); // WARN: the task that 'view' returns refers to this temporary
  auto c = take(make()); // WARN: 'take'
  auto d = defaulted(1); // WARN: refers to the temporary of a default argument
  auto e = after(make()); // WARN: 'after'
  auto f = around(make()); // WARN: 'around'
  auto g = before(make());
  auto h = defaulted(1, make()); // WARN: refers to this temporary
  co_await std::move(a);
  co_await std::move(b);
  co_await std::move(c);
  co_await std::move(d);
  co_await std::move(e);
  co_await std::move(f);
  co_await std::move(g);
  co_await std::move(h);
  a = show(make()); // WARN: but 'a' keeps the task
  co_await std::move(a);
}
// In a container.
mine::task<> gathered(const std::vector<std::string> &texts) {
  std::vector<mine::task<>> tasks;
  tasks.push_back(show("x")); // WARN: this temporary, which is gone at the end of the expression, but 'tasks' keeps the task
  for (const std::string &text : texts)
    tasks.push_back(show(text));
  for (std::string text : texts)
    tasks.push_back(show(text)); // WARN: refers to 'text', which is gone at the end of its scope, but 'tasks' keeps the task
  for (int i = 0; i < 3; ++i) {
    std::string text = make();
    tasks.push_back(show(text)); // WARN: refers to 'text', which is gone at the end of its scope
    tasks.emplace_back(point(&i)); // WARN: refers to 'i'
  }
  for (auto &task : tasks)
    co_await std::move(task);
}
// Returned.
mine::task<> returned() {
  std::string text = make();
  return show(text); // WARN: refers to 'text', which is gone when the function returns, but the caller gets the task
}
mine::task<> returned_parameter(std::string text) {
  return view(text); // WARN: refers to 'text', which is gone when the function returns
}
mine::task<> returned_temporary() {
  return show(make() + make()); // WARN: refers to this temporary
}
eager returned_eager(std::string text) {
  if (happens())
    return before(text);
  return after(text); // WARN: refers to 'text'
}
// Spawned: it may run up to its first suspension before the call is over.
asio::awaitable<void> pause();
asio::awaitable<void> early(const std::string &text) {
  look(&text);
  co_await pause();
}
asio::awaitable<void> late(const std::string &text) {
  co_await pause();
  look(&text);
}
// What is awaited has the reference while the coroutine is suspended.
struct buffer {
  buffer(const std::string &);
  const void *data;
};
asio::awaitable<void> write(buffer text);
asio::awaitable<void> write_all(const std::string &text);
asio::awaitable<void> lends(const std::string &text) { co_await write(buffer(text)); }
asio::awaitable<void> lends_itself(const std::string &text) { co_await write_all(text); }
asio::awaitable<void> lends_to_late(const std::string &text) { co_await late(text); }
asio::awaitable<void> lends_to_early(const std::string &text) { co_await early(text); }
asio::awaitable<void> send(std::string text, int size);
asio::awaitable<void> copies(const std::string &text) { co_await send(text, look(&text)); }
void spawns_lenders(asio::io_context &io) {
  asio::co_spawn(io, lends(make()), asio::detached); // WARN: refers to this temporary
  asio::co_spawn(io, lends_itself(make()), asio::detached); // WARN: refers to this temporary
  asio::co_spawn(io, lends_to_late(make()), asio::detached); // WARN: refers to this temporary
  asio::co_spawn(io, lends_to_early(make()), asio::detached);
  asio::co_spawn(io, copies(make()), asio::detached);
}
void spawned(asio::io_context &io) {
  std::string text = make();
  asio::co_spawn(io, late(make()), asio::detached); // WARN: refers to this temporary, which is gone at the end of the expression, but the task goes on on its own
  asio::co_spawn(io, early(make()), asio::detached);
  asio::co_spawn(io, late(text), asio::detached);
}
// The object of a member, and the closure of a lambda.
struct service {
  mine::task<> run() {
    co_await step();
    look(&state);
  }
  mine::task<> stateless() { co_await step(); }
  int state;
};
mine::task<> objects() {
  auto a = service().run(); // WARN: refers to this temporary as its 'this', which is gone at the end of the expression
  auto b = service().stateless();
  co_await std::move(a);
  co_await std::move(b);
}
mine::task<> returned_object() {
  service local;
  return local.run(); // WARN: refers to 'local' as its 'this', which is gone when the function returns
}
mine::task<> closures(int number) {
  std::vector<mine::task<>> tasks;
  tasks.push_back([number]() -> mine::task<> { // WARN: refers to the captures of this temporary lambda, which is gone at the end of the expression, but 'tasks' keeps the task
    look(&number);
    co_return;
  }());
  tasks.push_back([](int number) -> mine::task<> {
    look(&number);
    co_return;
  }(number));
  for (auto &task : tasks)
    co_await std::move(task);
}
mine::task<> returned_closure(int number) {
  auto lambda = [&]() -> mine::task<> {
    co_await step();
    look(&number);
  };
  return lambda(); // WARN: refers to the captures of the lambda 'lambda', which is gone when the function returns
}
// Unseen: lazy, and it takes a constant reference or a view.
mine::task<> unseen(const std::string &text); // NOTE: it is taken as a reference here, and the task is lazy
mine::task<> unseen_view(std::string_view text);
mine::task<> unseen_sink(std::string &&text);
mine::task<> unseen_tasks() {
  auto a = unseen(make()); // WARN: refers to this temporary
  auto b = unseen_view(make()); // WARN: refers to this temporary
  auto c = unseen_sink(make());
  co_await std::move(a);
  co_await std::move(b);
  co_await std::move(c);
}

// A copy lies in the closure, and so does a reference that is read again after a suspension.
asio::awaitable<void> publish(const std::string &text);
struct client {
  asio::awaitable<void> send(std::string text);
  asio::awaitable<void> ping(asio::io_context &io) {
    asio::co_spawn(io, [this]() -> asio::awaitable<void> { co_await send("ping"); co_await send("pong"); }(), asio::detached); // WARN: refers to the captures of this temporary lambda // FIX: asio::co_spawn(io, [this]() -> asio::awaitable<void> { co_await send("ping"); co_await send("pong"); }, asio::detached);
    co_return;
  }
  std::string name;
};
asio::awaitable<void> spawned_closures(asio::io_context &io, client *to, std::string text) {
  asio::co_spawn(io, [text]() -> asio::awaitable<void> { co_await publish(text); }(), asio::detached); // WARN: refers to the captures of this temporary lambda // FIX: asio::co_spawn(io, [text]() -> asio::awaitable<void> { co_await publish(text); }, asio::detached);
  asio::co_spawn(io, ([&]() -> asio::awaitable<void> { co_await to->send("error"); co_await publish(text); })(), asio::detached); // WARN: refers to the captures of this temporary lambda // FIX: asio::co_spawn(io, ([&]() -> asio::awaitable<void> { co_await to->send("error"); co_await publish(text); }), asio::detached);
  // With an argument it stays as it is.
  asio::co_spawn(io, [to](int) -> asio::awaitable<void> { co_await to->send("a"); co_await to->send("b"); }(1), asio::detached); // WARN: refers to the captures of this temporary lambda
  co_return;
}
