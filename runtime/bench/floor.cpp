// SPDX-License-Identifier: Apache-2.0
// The floor: bare coroutine handles, one queue, malloc.
#include <time.h>

#include <chrono>
#include <coroutine>
#include <cstdlib>
#include <queue>
#include <utility>

#include "workloads.hpp"

namespace cotidy::bench::floor {
namespace {

struct node {
  node *next = nullptr;
  std::coroutine_handle<> at;
};

struct queue {
  node *first = nullptr;
  node **last = &first;

  void push(node &item) {
    item.next = nullptr;
    *last = &item;
    last = &item.next;
  }
  void drain() {
    while (node *item = first) {
      first = item->next;
      if (!first)
        last = &first;
      item->at.resume();
    }
  }
};
queue ready;

// Runs at once, frees itself.
struct eager {
  struct promise_type {
    eager get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
};

// Waits in the queue first, frees itself.
struct queued {
  struct promise_type {
    node in_queue;
    queued get_return_object() {
      in_queue.at = std::coroutine_handle<promise_type>::from_promise(*this);
      ready.push(in_queue);
      return {};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
};

// Runs when awaited, and hands over to who awaits it.
struct lazy {
  struct promise_type {
    std::coroutine_handle<> awaiter;
    std::uint64_t value;

    struct hand_over {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> at) noexcept {
        return at.promise().awaiter;
      }
      void await_resume() noexcept {}
    };
    lazy get_return_object() {
      return lazy{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    hand_over final_suspend() noexcept { return {}; }
    void return_value(std::uint64_t given) { value = given; }
    void unhandled_exception() { std::abort(); }
  };

  std::coroutine_handle<promise_type> handle;
  explicit lazy(std::coroutine_handle<promise_type> h) : handle(h) {}
  lazy(const lazy &) = delete;
  ~lazy() { handle.destroy(); }

  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> at) {
    handle.promise().awaiter = at;
    return handle;
  }
  std::uint64_t await_resume() { return handle.promise().value; }
};

struct pause : node {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    at = h;
    ready.push(*this);
  }
  void await_resume() {}
};

struct countdown : node {
  std::size_t left;
  explicit countdown(std::size_t n) : left(n) {}
  bool await_ready() { return left == 0; }
  void await_suspend(std::coroutine_handle<> h) { at = h; }
  void await_resume() {}
  void one() {
    if (--left == 0 && at)
      ready.push(*this);
  }
};

lazy fib(int n) {
  if (n < 2)
    co_return static_cast<std::uint64_t>(n);
  const std::uint64_t a = co_await fib(n - 1);
  const std::uint64_t b = co_await fib(n - 2);
  co_return a + b;
}
eager store(lazy &from, std::uint64_t &to) { to = co_await from; }

queued add(std::uint64_t &to, std::uint64_t i, countdown &done) {
  to += i;
  done.one();
  co_return;
}
eager add_all(std::size_t tasks, std::uint64_t &sum) {
  countdown done(tasks);
  for (std::size_t i = 0; i < tasks; ++i)
    add(sum, i, done);
  co_await done;
}

queued pause_often(std::size_t times, std::uint64_t &count) {
  for (std::size_t i = 0; i < times; ++i) {
    co_await pause{};
    ++count;
  }
}

struct ring {
  std::uint64_t slots[capacity];
  std::size_t taken = 0, put = 0;
  node *reader = nullptr, *writer = nullptr;

  struct sending : node {
    ring &to;
    std::uint64_t value;
    sending(ring &r, std::uint64_t v) : to(r), value(v) {}
    bool await_ready() { return to.put - to.taken < capacity; }
    void await_suspend(std::coroutine_handle<> h) {
      at = h;
      to.writer = this;
    }
    void await_resume() {
      to.slots[to.put++ % capacity] = value;
      if (node *waiting = std::exchange(to.reader, nullptr))
        ready.push(*waiting);
    }
  };
  struct receiving : node {
    ring &from;
    explicit receiving(ring &r) : from(r) {}
    bool await_ready() { return from.put != from.taken; }
    void await_suspend(std::coroutine_handle<> h) {
      at = h;
      from.reader = this;
    }
    std::uint64_t await_resume() {
      const std::uint64_t value = from.slots[from.taken++ % capacity];
      if (node *waiting = std::exchange(from.writer, nullptr))
        ready.push(*waiting);
      return value;
    }
  };
};
queued send_all(ring &to, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    co_await ring::sending(to, i);
}
queued receive_all(ring &from, std::size_t count, std::uint64_t &sum) {
  for (std::size_t i = 0; i < count; ++i)
    sum += co_await ring::receiving(from);
}

using steady = std::chrono::steady_clock;
struct alarm {
  steady::time_point when;
  node *who;
  bool operator<(const alarm &other) const { return when > other.when; }
};
std::priority_queue<alarm> alarms;
struct nap : node {
  int ms;
  explicit nap(int length) : ms(length) {}
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    at = h;
    alarms.push({steady::now() + std::chrono::milliseconds(ms), this});
  }
  void await_resume() {}
};
queued sleeper(int ms, std::uint64_t &woken) {
  co_await nap(ms);
  ++woken;
}

struct flag {
  node *waiting = nullptr;
  struct wait : node {
    flag &on;
    explicit wait(flag &f) : on(f) {}
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      at = h;
      next = std::exchange(on.waiting, this);
    }
    void await_resume() {}
  };
  void raise() {
    while (node *one = waiting) {
      waiting = one->next;
      ready.push(*one);
    }
  }
};
std::uint64_t woken; // no parameter: each byte of the frame counts
queued pend(flag &on) {
  co_await flag::wait(on);
  ++woken;
}

struct lock_flag {
  bool held = false;
  node *waiting = nullptr;
  struct locking : node {
    lock_flag &of;
    explicit locking(lock_flag &l) : of(l) {}
    bool await_ready() { return !std::exchange(of.held, true); }
    void await_suspend(std::coroutine_handle<> h) {
      at = h;
      next = std::exchange(of.waiting, this);
    }
    void await_resume() {}
  };
  void unlock() {
    if (node *one = waiting) {
      waiting = one->next;
      ready.push(*one);
    } else {
      held = false;
    }
  }
};
eager lock_often(lock_flag &guard, std::size_t times, std::uint64_t &count) {
  for (std::size_t i = 0; i < times; ++i) {
    co_await lock_flag::locking(guard);
    asm volatile("" : "+m"(count)); // the work inside is not to be folded away
    ++count;
    guard.unlock();
    asm volatile("" ::: "memory");
  }
}

queued subtree(std::uint64_t first, std::uint64_t width, std::uint64_t &result, countdown &up) {
  if (width == 1) {
    result = first;
    up.one();
    co_return;
  }
  std::uint64_t results[10];
  countdown done(10);
  for (std::uint64_t i = 0; i < 10; ++i)
    subtree(first + i * (width / 10), width / 10, results[i], done);
  co_await done;
  result = 0;
  for (const std::uint64_t each : results)
    result += each;
  up.one();
}

queued one(std::uint64_t i, std::uint64_t &result, countdown &done) {
  result = i;
  done.one();
  co_return;
}
eager gather_all(std::size_t tasks, std::uint64_t &sum) {
  std::vector<std::uint64_t> results(tasks);
  countdown done(tasks);
  for (std::size_t i = 0; i < tasks; ++i)
    one(i, results[i], done);
  co_await done;
  for (const std::uint64_t each : results)
    sum += each;
}

} // namespace

std::uint64_t await(int n) {
  std::uint64_t result = 0;
  lazy work = fib(n);
  store(work, result);
  return result;
}

std::uint64_t spawn(std::size_t tasks) {
  std::uint64_t sum = 0;
  add_all(tasks, sum);
  ready.drain();
  return sum;
}

std::uint64_t switching(std::size_t times) {
  std::uint64_t count = 0;
  pause_often(times / 2, count);
  pause_often(times / 2, count);
  ready.drain();
  return count;
}

std::uint64_t channel(std::size_t count) {
  ring between;
  std::uint64_t sum = 0;
  send_all(between, count);
  receive_all(between, count, sum);
  ready.drain();
  return sum;
}

std::uint64_t timers(std::size_t count) {
  std::uint64_t woken = 0;
  for (std::size_t i = 0; i < count; ++i)
    sleeper(delay_ms(i), woken);
  for (ready.drain(); !alarms.empty(); ready.drain()) {
    auto now = steady::now();
    if (alarms.top().when > now) {
      const auto until = alarms.top().when.time_since_epoch().count();
      const timespec at{until / 1'000'000'000, until % 1'000'000'000};
      ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
      now = steady::now();
    }
    while (!alarms.empty() && alarms.top().when <= now) {
      ready.push(*alarms.top().who);
      alarms.pop();
    }
  }
  return woken;
}

std::uint64_t mutex(std::size_t times) {
  lock_flag guard;
  std::uint64_t count = 0;
  lock_often(guard, times, count);
  return count;
}

std::uint64_t tree(int depth) {
  std::uint64_t width = 1;
  for (int i = 0; i < depth; ++i)
    width *= 10;
  std::uint64_t result = 0;
  countdown done(1);
  subtree(0, width, result, done);
  ready.drain();
  return result;
}

std::uint64_t gather(std::size_t tasks) {
  std::uint64_t sum = 0;
  gather_all(tasks, sum);
  ready.drain();
  return sum;
}

double bytes_per_pending(std::size_t tasks) {
  flag raised;
  woken = 0;
  const long before = resident_bytes();
  for (std::size_t i = 0; i < tasks; ++i)
    pend(raised);
  ready.drain();
  const double bytes = static_cast<double>(resident_bytes() - before) / static_cast<double>(tasks);
  raised.raise();
  ready.drain();
  return woken == tasks ? bytes : 0;
}

} // namespace cotidy::bench::floor
