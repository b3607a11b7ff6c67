// SPDX-License-Identifier: Apache-2.0
// coro-unforwarded-stop-token: what it must say nothing about.
// RUN: %check --check=coro-unforwarded-stop-token %s
#include <mine/task.hpp>
#include <stop_token>
#include <utility>

mine::task<int> read(int id, std::stop_token stop = {});
mine::task<> wait(std::stop_token stop = {});
mine::task<> close(std::stop_token stop = {});
mine::task<> flushAll(std::stop_token stop = {});
mine::task<> plain(int id);
template <class T> mine::task<> until(std::stop_token stop, T task);
template <class T> mine::task<> shield(T task);
struct current {
  static std::stop_token token();
};
mine::task<> inherits(std::stop_token stop = current::token());

// Passed, by whatever name.
mine::task<> passes(std::stop_token stop) {
  co_await read(1, stop);
  co_await wait(std::stop_token());
  co_await until(stop, read(2));
}
// No token, none that takes it, or one of another type.
mine::task<> none(int id) { co_await read(id); }
mine::task<> nobodyTakesIt(std::stop_token stop) { co_await plain(1); }
mine::task<> anotherType(std::stop_source stop) { co_await read(1); }
// Two tokens: which one?
mine::task<> two(std::stop_token mine, std::stop_token theirs) { co_await wait(); }
mine::task<> inner(std::stop_token stop) {
  std::stop_source own;
  std::stop_token child = own.get_token();
  co_await wait();
}
// The default is not "never".
mine::task<> inheritsIt(std::stop_token stop) { co_await inherits(); }
// Cleanup, by name or by place.
mine::task<> cleansUp(std::stop_token stop) {
  while (!stop.stop_requested())
    co_await read(1, stop);
  co_await read(2);
}
mine::task<> leavesFromTheMiddle(std::stop_token stop) {
  for (;;) {
    if (stop.stop_requested())
      break;
    co_await read(1, stop);
  }
  co_await read(2);
}
mine::task<> goodbye(std::stop_token stop) {
  if (stop.stop_requested()) {
    co_await read(1);
    co_return;
  }
  if (!stop.stop_requested())
    co_return;
  else
    co_await read(2);
}
mine::task<> closes(std::stop_token stop) {
  co_await close();
  co_await flushAll();
}
// Kept away on purpose.
mine::task<> shielded(std::stop_token stop) { co_await shield(wait()); }
// Something else listens.
struct socket {
  void cancel();
};
mine::task<> listens(std::stop_token stop, socket &s) {
  std::stop_callback onStop(stop, [&] { s.cancel(); });
  co_await read(1);
}
// Given away.
void keep(std::stop_token);
mine::task<> moved(std::stop_token stop) {
  keep(std::move(stop));
  co_await wait();
}
// Started, and awaited by nobody here.
void spawn(mine::task<>);
mine::task<> starts(std::stop_token stop) {
  spawn(wait());
  co_return;
}
// A lambda that has no token of its own.
mine::task<> outer(std::stop_token stop) {
  auto work = []() -> mine::task<> { co_await wait(); };
  co_await work();
}
// Not a coroutine.
mine::task<> hands(std::stop_token stop) { return wait(); }
// In a macro: reported, not fixed.
#define WAIT wait()
mine::task<> macro(std::stop_token stop) {
  co_await WAIT; // WARN: 'wait'
}
// Overloads that differ in more, or are not for everyone.
mine::task<int> get(int id);
mine::task<long> get(int id, std::stop_token stop);
mine::task<> put(int id);
mine::task<> put(long id, std::stop_token stop);
mine::task<> del(int id);
mine::task<> del(int id, std::stop_token stop) = delete;
struct store {
  mine::task<> take(int id);
  mine::task<> takeConst(int id) const;
  mine::task<> takeConst(int id, std::stop_token stop);

private:
  mine::task<> take(int id, std::stop_token stop);
};
mine::task<> differ(std::stop_token stop, store &s) {
  co_await get(1);
  co_await put(1);
  co_await del(1);
  co_await s.take(1);
  co_await std::as_const(s).takeConst(1);
}
// NOLINTBEGIN(coro-unforwarded-stop-token)
mine::task<> asked(std::stop_token stop) { co_await wait(); }
// NOLINTEND(coro-unforwarded-stop-token)
mine::task<> noName(std::stop_token) { co_await wait(); }
