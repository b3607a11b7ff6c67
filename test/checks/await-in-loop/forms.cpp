// SPDX-License-Identifier: Apache-2.0
// Every form of loop, each beside one of the same form that has to go one by one.
// RUN: %check --check=coro-await-in-loop --real %s -- -isystem %inputs/libs
#include <array>
#include <initializer_list>
#include <iostream>
#include <map>
#include <memory>
#include <mine/task.hpp>
#include <span>
#include <string>
#include <vector>

using mine::task;
task<int> load(int id);
task<int> find(const std::string &name);
task<std::vector<int>> list(int of);
task<> store(int id, int value);

// Iterators, their steps in the head and in the body.
task<> iterators(std::vector<int> &ids, const std::map<std::string, int> &named) {
  for (auto it = ids.begin(); it != ids.end(); ++it)
    co_await load(*it); // WARN: awaits 'load'
  for (auto it = named.cbegin(), end = named.cend(); it != end; it++)
    co_await find(it->first); // WARN: awaits 'find'
  auto it = ids.begin();
  while (it != ids.end())
    co_await load(*it++); // WARN: awaits 'load'
}
// Fools who takes every iterator for a plain one: it moves by what was awaited, or the range does.
task<> jumps(std::vector<int> &ids) {
  for (auto it = ids.begin(); it != ids.end();)
    it += co_await load(*it);
  for (auto it = ids.begin(); it != ids.end(); ++it)
    if (co_await load(*it))
      it = ids.erase(it);
}
// Counting down, by two, with two counters, in a do-while.
task<> counters(int n, std::vector<int> &ids) {
  for (int i = n; i > 0; --i)
    co_await load(i); // WARN: awaits 'load'
  for (int i = 0; i < n; i += 2)
    co_await load(i); // WARN: awaits 'load'
  for (unsigned i = 0, j = 9; i < ids.size(); ++i, ++j)
    co_await store(ids[i], int(j)); // WARN: awaits 'store'
  int left = n;
  while (left--)
    co_await load(left); // WARN: awaits 'load'
  int i = 0;
  do {
    co_await load(i); // WARN: awaits 'load'
  } while (++i < n);
}
// Fools who takes every counter for a plain one: a step that depends on what was awaited, one that
// a `continue` skips, and a bound that moves.
task<> uncounted(int n) {
  for (int i = 0; i < n;)
    if (co_await load(i))
      ++i;
  int i = 0;
  while (i < n) {
    if (co_await load(i) == 7)
      continue;
    ++i;
  }
  for (int j = 0; j < n; ++j)
    n -= co_await load(j);
  for (int j = 0; j < n; ++j)
    if (co_await load(j))
      --j;
}
// A result that was awaited before the loop, and one of the range itself.
task<> awaitedBefore() {
  int n = co_await load(0);
  for (int i = 0; i < n; ++i)
    co_await load(i); // WARN: awaits 'load'
  for (int id : co_await list(7))
    co_await load(id); // WARN: awaits 'load'
}
// Fools who looks at the body only: the head awaits, once an iteration.
task<> awaitedHead() {
  for (int i = 0; i < co_await load(i); ++i)
    co_await load(i);
  for (int i = 0; i < 9; i += co_await load(i))
    co_await load(i);
  while (int next = co_await load(1))
    co_await load(next);
}
// Arrays and lists; of one element there is nothing to overlap.
task<> fixed(std::array<int, 3> three, std::array<int, 1> one, std::span<const int> seen) {
  int plain[4] = {}, single[1] = {};
  for (int id : three)
    co_await load(id); // WARN: awaits 'load'
  for (int id : one)
    co_await load(id);
  for (int id : plain)
    co_await load(id); // WARN: awaits 'load'
  for (int id : single)
    co_await load(id);
  for (int id : {1, 2})
    co_await load(id); // WARN: awaits 'load'
  for (int id : {1})
    co_await load(id);
  for (int id : seen)
    co_await load(id); // WARN: awaits 'load'
  for (int i = 0; i <= 0; ++i)
    co_await load(i);
}
// Structured bindings.
task<> bindings(std::map<int, std::string> &names) {
  for (auto &[id, name] : names)
    co_await find(name); // WARN: awaits 'find'
}
// Nested: the inner one has to go one by one, the outer one has not.
struct pages {
  explicit pages(int of);
  task<int> next();
};
task<> outer(std::vector<int> &ids) {
  for (int id : ids) {
    pages each(id);
    while (int page = co_await each.next()) // WARN: awaits 'pages::next'
      co_await store(id, page);
  }
}
// Fools who reports every loop around: both are independent, and the inner one is enough.
task<> both(std::vector<std::vector<int>> &rows) {
  for (auto &row : rows) {
    for (int id : row)
      co_await load(id); // WARN: awaits 'load'
    co_await load(int(row.size()));
  }
}
// Fools who takes the loops apart: the sum of the inner one decides about the outer one.
task<> carried(std::vector<std::vector<int>> &rows) {
  int last = 0;
  for (auto &row : rows) {
    for (int i = 0; i < last; ++i)
      last = co_await load(row[i]);
  }
}
// Members, through `this` and without it.
class service {
  std::vector<int> ids;
  std::map<int, int> found;
  int total = 0, last = 0;
  mutable int calls = 0;
  task<int> ask(int id) const;
  task<int> change(int id);
  task<int> counts(int id) const {
    ++calls;
    co_return co_await load(id);
  }

  task<> all() {
    for (int id : ids)
      found[id] = co_await load(id); // WARN: awaits 'load'
    for (int id : ids)
      this->total += co_await load(id); // WARN: awaits 'load'
    for (int id : ids)
      co_await ask(id); // WARN: awaits 'service::ask'
    auto inner = [this](int base) -> task<> {
      for (int id : ids)
        co_await load(base + id); // WARN: awaits 'load'
    };
    co_await inner(1);
  }
  // Fools who sees only locals: members carry values, too.
  task<> dependent() {
    for (int id : ids)
      last = co_await load(id + last);
    for (int id : ids)
      total += co_await ask(id);
    for (int id : ids)
      co_await change(id);
    for (int id : ids)
      co_await counts(id);
    for (int id : ids)
      found[id] = co_await load(found[id - 1]);
  }
};
// A lambda that is called at once.
task<> called(std::vector<int> &ids) {
  for (int id : ids)
    co_await [](int of) -> task<> { co_await load(of); }(id); // WARN: awaits what the lambda starts
}
// Fools who takes a lambda for new work: it carries a value from call to call.
task<> calledWithState(std::vector<int> &ids) {
  int last = 0;
  auto next = [&](int of) -> task<> { last = co_await load(of + last); };
  for (int id : ids)
    co_await next(id);
}
// A task that is kept for a moment, and lazy ones that are kept in a container.
task<> kept(std::vector<int> &ids, std::vector<task<int>> &tasks) {
  for (int id : ids) {
    task<int> one = load(id);
    std::cout << "next\n";
    co_await std::move(one); // WARN: awaits 'load'
  }
  for (unsigned i = 0; i < tasks.size(); ++i)
    co_await std::move(tasks[i]); // WARN: awaits the kept task
  for (auto it = tasks.begin(); it != tasks.end(); ++it)
    co_await std::move(*it); // WARN: awaits the kept task
}
// Fools who takes every kept task for one that waits to be started: it runs already.
struct eager : mock::awaiter<int> {
  struct promise_type : mock::promise<eager, int, std::suspend_never> {};
};
task<> keptEager(std::vector<eager> &tasks) {
  for (auto &each : tasks)
    co_await each;
}
// A pattern is reported once, where its instantiations prove it.
template <class Range> task<> pattern(const Range &ids) {
  for (const auto &id : ids)
    co_await load(id); // WARN: awaits 'load'
}
template task<> pattern(const std::vector<int> &);
template task<> pattern(const std::array<short, 4> &);
// Fools who looks at the pattern alone: for one it is a list of one, for the other nobody asked.
template <class Range> task<> unknown(const Range &ids) {
  for (const auto &id : ids)
    co_await load(id);
}
template task<> unknown(const std::array<int, 1> &);
