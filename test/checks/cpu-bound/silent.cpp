// SPDX-License-Identifier: Apache-2.0
// ALL SILENT: loops in loops that suspend, are short, or are no longer than their data; what
// runs elsewhere; and functions that only seem to call themselves without an end.
// RUN: %check --check=coro-cpu-bound %s
#include <array>
#include <asio.hpp>
#include <cppcoro/generator.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <cppcoro/task.hpp>
#include <mine/task.hpp>
#include <string>
#include <thread>
#include <vector>

using std::size_t;
mine::task<> tick();
struct point {
  int x, y;
  std::vector<int> tags;
};
struct string_iterator;

// They suspend: somewhere, once in a while, by yielding.
mine::task<> suspends(std::vector<point> &all) {
  for (point &a : all)
    for (point &b : all) {
      a.x += b.x;
      co_await tick();
    }
  size_t i = 0;
  for (point &a : all) {
    for (point &b : all)
      a.x += b.x; // Of the outer loop each iteration suspends; the inner one alone is linear.
    if (++i % 64 == 0)
      co_await tick();
  }
}
mine::stream<int> yields(std::vector<point> &all) {
  for (point &a : all)
    for (point &b : all)
      co_yield a.x + b.x;
}
// A synchronous generator runs for its caller.
cppcoro::generator<int> generates(std::vector<point> &all) {
  int sum = 0;
  for (point &a : all)
    for (point &b : all)
      sum += a.x * b.x;
  co_yield sum;
}
mine::sequence<int> generatesToo(std::vector<point> &all) {
  int sum = 0;
  for (point &a : all)
    for (point &b : all)
      sum += a.x * b.x;
  co_yield sum;
}

// Short: constants, types without room for more, lists that are written out, the smaller one.
constexpr int Rounds = 16;
enum { Sides = 6 };
mine::task<int> small(std::vector<point> &all, unsigned char shift, size_t n) {
  int sum = 0;
  for (point &a : all)
    for (int i = 0; i < Rounds; ++i)
      sum += a.x << i;
  for (int i = 0; i < Sides; ++i)
    for (point &a : all)
      sum += a.x << i;
  for (point &a : all)
    for (unsigned i = 0; i < shift; ++i)
      sum += a.x;
  std::array<int, 8> few{};
  int plain[4] = {1, 2, 3, 4};
  for (point &a : all) {
    for (int each : few)
      sum += a.x * each;
    for (size_t i = 0; i < few.size(); ++i)
      sum += a.x * few[i];
    for (int each : plain)
      sum += a.x * each;
    for (int each : {1, 2, 3})
      sum += a.x * each;
  }
  const std::vector<int> listed{1, 2, 3};
  std::vector<int> listedToo{1, 2, 3};
  static const std::vector<std::string> methods = {"GET", "PUT"};
  for (point &a : all) {
    for (int each : listed)
      sum += a.x * each;
    for (int each : listedToo)
      sum += a.x * each;
    for (const std::string &each : methods)
      sum += each.size();
  }
  int never_changed = 10;
  for (point &a : all)
    for (int i = 0; i < never_changed; ++i)
      sum += a.x;
  for (point &a : all)
    for (size_t i = 0; i < n && i < 16; ++i)
      sum += a.x;
  for (point &a : all)
    for (size_t i = 0; i < n % 16; ++i)
      sum += a.x;
  co_return sum;
}

// As long as their data: elements of elements, rows, windows, groups, scanners.
mine::task<int> linear(std::vector<point> &all, std::vector<std::vector<int>> &rows,
                       const int *first, size_t n, const std::string &text) {
  int sum = 0;
  for (point &a : all)
    for (int tag : a.tags)
      sum += tag;
  for (point &a : all) {
    auto &tags = a.tags;
    for (int tag : tags)
      sum += tag;
    size_t count = tags.size();
    for (size_t i = 0; i < count; ++i)
      sum += i;
  }
  for (size_t i = 0; i < rows.size(); ++i)
    for (size_t j = 0; j < rows[i].size(); ++j)
      sum += rows[i][j];
  for (size_t i = 0; i < n; ++i)
    for (int j = first[i]; j < first[i + 1]; ++j)
      sum += j;
  for (size_t i = 0; i < n; i += 64)
    for (size_t j = i; j < i + 64 && j < n; ++j)
      sum += j;
  const char *at = text.c_str();
  size_t i = 0;
  while (i < text.size()) {
    while (i < text.size() && at[i] != ' ')
      ++i;
    ++i;
  }
  for (size_t from = 0; from < n; ++from) {
    size_t to = from;
    while (to < n && first[to] == first[from])
      ++to;
    sum += to;
    from = to;
  }
  // A logarithm.
  for (point &a : all)
    for (size_t k = 1; k < n; k *= 2)
      sum += a.x;
  co_return sum;
}
// What the inner loop is over is made anew each time.
void fill(std::string &line);
bool more();
mine::task<int> refilled(std::vector<point> &all, size_t n) {
  int sum = 0;
  std::vector<point> frontier, next;
  for (size_t level = 0; level < n; ++level) {
    for (point &each : frontier)
      next.push_back(each);
    frontier = std::move(next);
  }
  std::vector<int> buffer;
  for (point &a : all) {
    buffer.clear();
    for (int tag : a.tags)
      buffer.push_back(tag);
    for (int each : buffer)
      sum += each;
  }
  std::string line;
  for (size_t k = 0; k < n; ++k) {
    fill(line);
    for (size_t c = 0; c < line.size(); ++c)
      sum += line.c_str()[c];
  }
  co_return sum;
}
// The inner loop runs once: what comes after it leaves the outer one.
mine::task<int> search(std::vector<point> &all, std::vector<point> &others, int wanted) {
  int sum = 0;
  for (point &a : all)
    if (a.x == wanted) {
      for (point &b : others)
        sum += b.y;
      break;
    }
  for (point &a : all)
    if (a.x == wanted) {
      for (point &b : others)
        sum += b.y;
      co_return sum;
    }
  co_return sum;
}
// One loop after the other, and one in a lambda that nobody runs here.
mine::task<int> beside(std::vector<point> &all) {
  int sum = 0;
  for (point &a : all)
    sum += a.x;
  for (point &a : all) {
    auto later = [&] {
      for (point &b : all)
        sum += b.x;
    };
    static_cast<void>(later);
  }
  while (more())
    for (point &a : all)
      sum += a.x;
  co_return sum;
}

// On a pool, or handed to one.
void work(std::vector<point> &all) {
  for (point &a : all)
    for (point &b : all)
      a.x += b.x;
}
cppcoro::task<> moved(cppcoro::static_thread_pool &pool, std::vector<point> &all) {
  co_await pool.schedule();
  for (point &a : all)
    for (point &b : all)
      a.x += b.x;
}
asio::awaitable<void> handed(asio::thread_pool &pool, std::vector<point> &all) {
  asio::post(pool, [&] {
    for (point &a : all)
      for (point &b : all)
        a.x += b.x;
  });
  std::thread other([&] { work(all); });
  other.detach();
  co_await asio::co_spawn(
      pool,
      [&]() -> asio::awaitable<void> {
        for (point &a : all)
          for (point &b : all)
            a.x += b.x;
        co_return;
      },
      asio::use_awaitable);
}
// What never runs.
mine::task<> dead(std::vector<point> &all) {
  if constexpr (false)
    for (point &a : all)
      for (point &b : all)
        a.x += b.x;
  co_return;
  for (point &a : all)
    for (point &b : all)
      a.x += b.x;
}
// No coroutine.
int plain(std::vector<point> &all) {
  int sum = 0;
  for (point &a : all)
    for (point &b : all)
      sum += a.x * b.x;
  return sum;
}

// A second round with a flag is the last one; a template's next instance is another function; what
// is only declared, called once, or a coroutine is not looked into.
int parse(const point &p, bool strict = true) {
  if (strict && p.x < 0)
    return parse(p, false);
  return p.x;
}
template <class T> int print(T last) { return last; }
template <class T, class... More> int print(T first, More... more) { return first + print(more...); }
int unseen(const point &);
int walk(const point *p) { return p ? walk(nullptr) : 0; }
mine::task<int> again(const point &p) { co_return co_await again(p); }
mine::task<int> calls(std::vector<point> &all) {
  int sum = 0;
  for (point &each : all)
    sum += parse(each) + print(each.x, 1, 2) + unseen(each);
  for (int i = 0; i < 3; ++i)
    sum += walk(&*all.begin());
  sum += walk(&*all.begin());
  for (point &each : all)
    static_cast<void>(again(each));
  co_return sum;
}
// async_mqtt, cpp20coro_broker.cpp: whoever starts threads starts few.
void serve(point *);
mine::task<> starts(std::vector<point> &all, size_t each) {
  std::vector<std::thread> threads;
  for (point &a : all)
    for (size_t i = 0; i != each; ++i)
      threads.emplace_back(serve, &a);
  for (point &a : all)
    for (size_t i = 0; i != each; ++i) {
      std::thread other([&a] { ++a.x; });
      other.detach();
    }
  co_return;
}
mine::task<> suppressed(std::vector<point> &all) {
  for (point &a : all) // NOLINT(coro-cpu-bound)
    for (point &b : all)
      a.x += b.x;
  co_return;
}
