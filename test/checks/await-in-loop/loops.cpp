// SPDX-License-Identifier: Apache-2.0
// Loops whose iterations are independent, in every form, beside loops that only look like them.
// RUN: %check --check=coro-await-in-loop %s
#include <map>
#include <memory>
#include <mine/task.hpp>
#include <string>
#include <vector>

using mine::task;
struct Page {
  int size() const;
  bool ok() const;
};
task<Page> fetch(const std::string &url);
task<int> load(int id);
task<> store(int id, const Page &page);
task<> sleep_for(int ms);
struct Client {
  task<Page> get(const std::string &url);
  task<Page> peek(const std::string &url) const;
  task<> send(int value);
};
struct Item {
  int id;
  task<> refresh();
};
struct Mutex {
  task<> lock();
  void unlock();
};

// A range-for that collects.
task<> rangeFor(std::vector<std::string> &urls) {
  std::vector<Page> pages;
  for (const auto &url : urls)
    pages.push_back(co_await fetch(url)); // WARN: each iteration awaits 'fetch' before the next
}
// A sum.
task<int> sum(std::vector<int> &ids) {
  int total = 0;
  for (int id : ids)
    total += co_await load(id); // WARN: none needs another's result
  co_return total;
}
// Counted, with a slot for each result.
task<> slots(int n, std::vector<int> &out) {
  for (int i = 0; i < n; ++i)
    out[i] = co_await load(i); // WARN: awaits 'load'
}
// A counter in a while loop.
task<> whileCounter(int n) {
  int i = 0;
  while (i < n) {
    co_await load(i); // WARN: awaits 'load'
    ++i;
  }
}
// A chain of awaits in each iteration: the first is reported.
task<> chain(std::vector<int> &ids, std::vector<std::string> &urls) {
  for (unsigned i = 0; i < ids.size(); ++i) {
    Page page = co_await fetch(urls[i]); // WARN: awaits 'fetch'
    co_await store(ids[i], page);
  }
}
// The iteration's own element is changed.
task<> elements(std::vector<Item> &items) {
  for (auto &item : items)
    co_await item.refresh(); // WARN: awaits 'Item::refresh'
}
// A method that is const does not change its object.
task<> constMethod(const Client &client, std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await client.peek(url); // WARN: awaits 'Client::peek'
}
// The bound was awaited, but before the loop.
task<> awaitedBound() {
  int n = co_await load(0);
  for (int i = 0; i < n; ++i)
    co_await load(i); // WARN: awaits 'load'
}
// Only the inner of nested loops.
task<> nested(std::vector<std::vector<int>> &rows) {
  for (auto &row : rows)
    for (int id : row)
      co_await load(id); // WARN: awaits 'load'
}
// Lazy tasks that were kept are awaited one by one.
task<> kept(std::vector<task<int>> &tasks) {
  int total = 0;
  for (auto &each : tasks)
    total += co_await std::move(each); // WARN: awaits the kept task
}
// Leaving where it is known before the await does not depend on it.
task<> knownBefore(std::vector<int> &ids, int last) {
  for (int id : ids) {
    if (id == last)
      break;
    co_await load(id); // WARN: awaits 'load'
  }
}
// A lambda coroutine.
auto lambda = [](std::vector<int> &ids) -> task<> {
  for (int id : ids)
    co_await load(id); // WARN: whoever waits for this lambda coroutine
};

// Fools a matcher that looks at the range only: the client is the same and is changed.
task<> sharedClient(Client &client, std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await client.get(url);
}
// Fools a matcher that does not follow pointers: copies of a handle lead to one object.
task<> sharedHandle(std::shared_ptr<Client> client, std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await client->get(url);
}
// Fools a matcher that does not look at the result: first match.
task<int> firstMatch(std::vector<std::string> &urls) {
  for (const auto &url : urls) {
    Page page = co_await fetch(url);
    if (page.ok())
      co_return page.size();
  }
  co_return 0;
}
// Fools a matcher of early exits in the loop's own block: the flag is set by an awaited result.
task<> flag(std::vector<int> &ids) {
  bool done = false;
  for (int id : ids) {
    if (done)
      break;
    done = co_await load(id) > 0;
  }
}
// Fools a matcher of counted loops: retry.
task<int> retry() {
  for (int attempt = 0; attempt < 3; ++attempt) {
    try {
      co_return co_await load(attempt);
    } catch (...) {
    }
  }
  co_return 0;
}
// Fools a matcher of counted loops: the pause is the point.
task<> polling(int n) {
  for (int i = 0; i < n; ++i) {
    co_await load(i);
    co_await sleep_for(100);
  }
}
// The next request needs the last answer.
task<> pages(int n) {
  int cursor = 0;
  for (int i = 0; i < n; ++i)
    cursor = co_await load(cursor);
}
// Fools who looks for assignments only: the value flows through a reference.
task<> throughReference(std::vector<int> &ids) {
  int last = 0;
  int &alias = last;
  for (int id : ids)
    alias = co_await load(id + alias);
}
// Fools who allows every `+=`: what was added is read.
task<> readsSum(std::vector<int> &ids) {
  int total = 0;
  for (int id : ids)
    total += co_await load(id + total);
}
// Fools who allows every insertion: its result decides.
task<> dedupe(std::vector<int> &ids, std::vector<int> &seen) {
  for (int id : ids) {
    seen.push_back(id);
    if (seen.size() > 3)
      co_await load(id);
  }
}
// Fools who allows every slot: the neighbour's slot is read.
task<> neighbours(std::vector<int> &out, int n) {
  for (int i = 1; i < n; ++i)
    out[i] = co_await load(out[i - 1]);
}
// A lock is held around each.
task<> locked(Mutex &mutex, std::vector<int> &ids) {
  for (int id : ids) {
    co_await mutex.lock();
    co_await load(id);
    mutex.unlock();
  }
}
// A bound of one.
task<> once() {
  for (int i = 0; i < 1; ++i)
    co_await load(i);
}
// The bound changes with what was awaited.
task<> worklist(std::vector<int> &work) {
  for (unsigned i = 0; i < work.size(); ++i)
    work.push_back(co_await load(work[i]));
}
// An endless loop has no end to gather up to.
task<> endless(std::vector<int> &ids) {
  for (;;)
    co_await load(ids[0]);
}
// Fools who takes every call for new work: a member task that changes its object.
struct Session {
  int state;
  task<int> advance(int by) {
    state += co_await load(by);
    co_return state;
  }
  task<int> look(int by) { co_return co_await load(by); }
  task<> all(std::vector<int> &ids) {
    for (int id : ids)
      co_await advance(id);
    for (int id : ids)
      co_await look(id); // WARN: awaits 'Session::look'
  }
};
// Nothing to overlap: the task never waits.
task<int> ready(int x) { co_return x; }
task<> neverWaits(std::vector<int> &ids) {
  for (int id : ids)
    co_await ready(id);
}
// A function of the unit that counts its calls.
int calls = 0;
task<int> counted(int id) {
  ++calls;
  co_return co_await load(id + calls);
}
task<> global(std::vector<int> &ids) {
  for (int id : ids)
    co_await counted(id);
}
// Messages to one receiver have an order.
task<> send(int chat, int message);
task<> ordered(int chat, std::vector<int> &messages) {
  for (int message : messages)
    co_await send(chat, message);
}
// A stream of values.
task<> generator(mine::sequence<int> &numbers, mine::stream<int> &stream) {
  while (auto *next = co_await stream.next())
    co_await load(*next);
}
// A gather in a loop is a window.
task<> when_all(std::vector<task<int>> &batch);
task<> windows(std::vector<std::vector<task<int>>> &batches) {
  for (auto &batch : batches)
    co_await when_all(batch);
}
// A template is reported once, whatever it is instantiated with.
template <class T> task<> pattern(std::vector<T> &ids) {
  for (T id : ids)
    co_await load(id); // WARN: awaits 'load'
}
template task<> pattern<int>(std::vector<int> &);
template task<> pattern<short>(std::vector<short> &);
// Fools who takes every awaited call for work: it only moves the coroutine (seen in concurrencpp).
struct Executor {};
task<> resume_on(Executor &executor);
task<> hops(std::vector<Executor> &executors, std::vector<int> &seen) {
  for (auto &executor : executors) {
    co_await resume_on(executor);
    seen.push_back(1);
  }
}
