// SPDX-License-Identifier: Apache-2.0
// coro-cpu-bound: loops in loops over what is known only at run time, and functions that call
// themselves. A naive matcher counts loops; here their heads count.
// RUN: %check --check=coro-cpu-bound %s
#include <map>
#include <mine/task.hpp>
#include <string>
#include <vector>

using std::size_t;
mine::task<> tick();
struct point {
  int x, y;
};
int distance(const point &, const point &);

// Both bounds are known only at run time.
mine::task<int> pairs(const std::vector<point> &points) {
  int nearest = 1 << 30;
  for (const point &a : points) // WARN: this loop keeps the thread that runs coroutine 'pairs' busy without a suspension point: each of its iterations starts another loop over 'points', and no other coroutine of that thread runs meanwhile // NOTE: the loop can run in a callable of its own on a pool
    for (const point &b : points) // NOTE: the inner loop is here: the work is the product of how often the two run
      if (int d = distance(a, b); d < nearest)
        nearest = d;
  co_return nearest;
}
// A trivial body is still run n times m times.
mine::task<long> counted(long n, long m) {
  long sum = 0;
  for (long i = 0; i < n; ++i) // WARN: starts another loop up to 'm'
    for (long j = 0; j < m; ++j)
      sum += i ^ j;
  co_return sum;
}
// A triangle is half of a square.
mine::task<long> triangles(const std::vector<point> &points) {
  long sum = 0;
  for (size_t i = 0; i < points.size(); ++i) // WARN: each of its iterations starts another loop up to 'points.size()'
    for (size_t j = i + 1; j < points.size(); ++j)
      sum += points.begin()[i].x;
  for (size_t i = 0; i < points.size(); ++i) // WARN: each of its iterations starts another loop up to 'i'
    for (size_t j = 0; j < i; ++j)
      sum += points.begin()[i].x;
  co_return sum;
}
// Iterators, a countdown, a while loop, a bound beside another condition.
mine::task<long> shapes(std::vector<point> &a, std::vector<point> &b, unsigned n) {
  long sum = 0;
  for (auto i = a.begin(); i != a.end(); ++i) // WARN: another loop up to 'b.end()'
    for (auto j = b.begin(); j != b.end(); ++j)
      sum += i->x * j->y;
  for (unsigned i = n; i > 0; --i) // WARN: another loop up to 'n'
    for (unsigned j = n; j > 0; j -= 1)
      sum += i;
  unsigned i = 0;
  while (i < n) { // WARN: another loop over 'a'
    for (point &p : a)
      sum += p.x;
    ++i;
  }
  bool found = false;
  for (unsigned k = 0; k < n && !found; ++k) // WARN: another loop over 'b'
    for (point &p : b)
      found |= p.x == 7;
  co_return sum;
}
// A deduplication: the inner loop ends early only when it is lucky.
mine::task<> unique(const std::vector<std::string> &names, std::vector<std::string> &out) {
  for (const std::string &name : names) { // WARN: another loop over 'out'
    bool known = false;
    for (const std::string &each : out)
      if (each.c_str() == name.c_str()) {
        known = true;
        break;
      }
    if (!known)
      out.push_back(name);
  }
  co_return;
}
// Of three the outermost is reported, and no more.
mine::task<> cubes(std::vector<std::vector<double>> &a, size_t n) {
  for (size_t i = 0; i < n; ++i) // WARN: another loop up to 'n'
    for (size_t j = 0; j < n; ++j)
      for (size_t k = 0; k < n; ++k)
        a[i][j] += a[i][k] * a[k][j];
  co_return;
}
mine::task<> third(std::vector<point> &all, size_t n) {
  for (int round = 0; round < 4; ++round) // WARN: each iteration of a loop in it starts another loop up to 'n'
    for (point &p : all)
      for (size_t k = 0; k < n; ++k)
        p.x += round;
  co_return;
}
// The loop around them suspends, they do not; a counter of its own bounds the inner one.
mine::task<> between(std::vector<point> &all) {
  for (;;) {
    co_await tick();
    for (point &p : all) { // WARN: another loop up to 'count'
      size_t count = all.size();
      size_t i = 0;
      while (i < count) {
        p.x ^= 1;
        ++i;
      }
    }
  }
}
// An await in the head runs before the first iteration.
mine::task<std::vector<point>> load();
mine::task<int> headed() {
  int sum = 0;
  auto all = co_await load();
  for (const point &p : co_await load()) // WARN: another loop over 'all'
    for (const point &q : all)
      sum += distance(p, q);
  co_return sum;
}
// Members, generators that are awaited, lambdas that are coroutines, methods.
struct world {
  std::vector<point> bodies;
  mine::task<> step() {
    for (point &a : bodies) // WARN: coroutine 'world::step' busy
      for (point &b : bodies)
        a.x += b.x;
    co_return;
  }
  mine::stream<int> steps() {
    while (true) {
      for (point &a : bodies) // WARN: another loop over 'bodies'
        for (point &b : bodies)
          a.x += b.x;
      co_yield 1;
    }
  }
};
auto lambda = [](std::vector<point> &all) -> mine::task<> {
  for (point &a : all) // WARN: this lambda coroutine
    for (point &b : all)
      a.x += b.x;
  co_return;
};
// A bound that is a constant is one that counts where it is large.
mine::task<> frame(std::vector<int> &pixels) {
  constexpr int width = 1920, height = 1080;
  for (int y = 0; y < height; ++y) // WARN: another loop up to 'width'
    for (int x = 0; x < width; ++x)
      pixels[y * width + x] = 0;
  co_return;
}
// Once a template.
template <class T> mine::task<> generic(std::vector<T> &all) {
  for (T &a : all) // WARN: another loop over 'all'
    for (T &b : all)
      a += b;
  co_return;
}
template mine::task<> generic(std::vector<int> &);
template mine::task<> generic(std::vector<long> &);
// A loop in a macro.
#define EACH(x, of) for (auto &x : of)
mine::task<> macro(std::vector<int> &all) {
  EACH(a, all) // WARN: starts another loop
    EACH(b, all)
      a += b;
  co_return;
}

// Functions that call themselves, with what shows it.
struct node {
  std::vector<node *> children;
  int value;
};
int depth(const node &n) {
  int most = 0;
  for (const node *each : n.children)
    most += depth(*each); // NOTE: 'depth' calls itself here
  return most + 1;
}
int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
mine::task<int> forest(const std::vector<node *> &trees, int n) {
  int sum = 0;
  for (const node *each : trees) // WARN: this loop keeps the thread that runs coroutine 'forest' busy without a suspension point: its iterations call 'depth', which calls itself, and no other coroutine
    sum += depth(*each); // NOTE: the call is here
  while (sum > n) // WARN: its iterations call 'fibonacci', which calls itself
    sum -= fibonacci(n);
  co_return sum;
}
