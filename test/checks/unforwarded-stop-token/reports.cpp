// SPDX-License-Identifier: Apache-2.0
// coro-unforwarded-stop-token: calls that would take the coroutine's token, and how it is passed.
// RUN: %check --check=coro-unforwarded-stop-token %s
#include <mine/task.hpp>
#include <stop_token>
#include <string>
#include <vector>

mine::task<std::string> read(int id, std::stop_token stop = {});
mine::task<> wait(std::stop_token stop = std::stop_token());
mine::task<> copy(int from, int to);
mine::task<> copy(int from, int to, std::stop_token stop);
mine::task<> poll(std::stop_token stop, int id);
mine::task<> poll(int id);
mine::task<> retry(int id, int times = 3, const std::stop_token &stop = {});
template <class T> mine::task<T> load(T key, std::stop_token stop = {});
template <class T> mine::task<> store(T key);
template <class T> mine::task<> store(T key, std::stop_token stop);
template <class... Tasks> mine::task<> both(Tasks... tasks);

mine::task<> parameter(std::stop_token stop) {
  co_await read(1); // WARN: 'read' is not told when coroutine 'parameter' is asked to stop: it would take 'stop' // FIX: co_await read(1, stop);
  co_await wait(); // WARN: 'wait' // FIX: co_await wait(stop);
  co_await copy(1, 2); // WARN: 'copy' // FIX: co_await copy(1, 2, stop);
  co_await poll(3); // WARN: 'poll' // FIX: co_await poll(stop, 3);
  co_await retry(4, 5); // WARN: 'retry' // FIX: co_await retry(4, 5, stop);
  co_await retry(4); // WARN: 'retry'
  std::string text = co_await read(6); // WARN: 'read' // FIX: std::string text = co_await read(6, stop);
  co_await load(text); // WARN: 'load' // FIX: co_await load(text, stop);
  co_await store(7); // WARN: 'store' // FIX: co_await store(7, stop);
}
mine::task<> together(const std::stop_token &stop) {
  co_await both(read(1), // WARN: 'read' // FIX: co_await both(read(1, stop),
                wait()); // WARN: 'wait' // FIX: wait(stop));
}
mine::task<> local(std::stop_source &source) {
  std::stop_token stop = source.get_token();
  co_await wait(); // WARN: 'wait' // FIX: co_await wait(stop);
}
mine::task<> inALoop(std::stop_token stop, std::vector<int> ids) {
  for (int id : ids)
    while (!stop.stop_requested())
      co_await read(id); // WARN: 'read' // FIX: co_await read(id, stop);
}
mine::task<> whileNobodyAsked(std::stop_token stop) {
  if (!stop.stop_requested())
    co_await wait(); // WARN: 'wait' // FIX: co_await wait(stop);
}
struct client {
  std::stop_token Stop;
  mine::task<> fetch(int id);
  mine::task<> fetch(int id, std::stop_token stop);
  mine::task<> run() {
    co_await fetch(1); // WARN: 'client::fetch' // FIX: co_await fetch(1, Stop);
    auto later = [this]() -> mine::task<> {
      co_await wait(); // WARN: 'wait' is not told when this lambda coroutine // FIX: co_await wait(Stop);
    };
    co_await later();
  }
};
mine::task<> captured(std::stop_token stop) {
  auto work = [stop]() -> mine::task<> {
    co_await wait(); // WARN: 'wait' // FIX: co_await wait(stop);
  };
  co_await work();
}
// A template is reported once.
template <class T> mine::task<> generic(T key, std::stop_token stop) {
  co_await wait(); // WARN: 'wait' // FIX: co_await wait(stop);
}
mine::task<> users() {
  co_await generic(1, std::stop_token());
  co_await generic(1L, std::stop_token());
}
// An operation of its own for each: reported, and without a fix.
struct receive {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
struct receive_stoppable : receive {};
struct socket {
  receive recv(char *to, int size);
  receive_stoppable recv(char *to, int size, std::stop_token stop);
};
mine::task<> operations(socket &from, std::stop_token stop) {
  char to[8];
  co_await from.recv(to, 8); // WARN: 'socket::recv'
}
