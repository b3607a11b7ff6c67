// SPDX-License-Identifier: Apache-2.0
// The workloads on the runtime.
#include "cotidy/runtime/channel.hpp"
#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/net.hpp"
#include "cotidy/runtime/process_pool.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "workloads.hpp"

namespace cotidy::bench::runtime {
namespace {

using namespace cotidy::rt;

task<std::uint64_t> fib(int n) {
  if (n < 2)
    co_return static_cast<std::uint64_t>(n);
  const std::uint64_t a = co_await fib(n - 1);
  const std::uint64_t b = co_await fib(n - 2);
  co_return a + b;
}

task<> add(std::uint64_t &to, std::uint64_t i) {
  to += i;
  co_return;
}
task<> add_all(std::uint64_t &sum, std::size_t tasks) {
  std::vector<join_handle<void>> handles;
  handles.reserve(tasks);
  for (std::size_t i = 0; i < tasks; ++i)
    handles.push_back(rt::spawn(add(sum, i)));
  for (auto &each : handles)
    co_await each;
}

task<> pause_often(std::size_t times, std::uint64_t &count) {
  for (std::size_t i = 0; i < times; ++i) {
    co_await yield();
    ++count;
  }
}
task<> pause_in_turn(std::size_t times, std::uint64_t &count) {
  co_await rt::gather(pause_often(times / 2, count), pause_often(times / 2, count));
}

task<> send_all(rt::channel<std::uint64_t> &to, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    co_await to.send(i);
  to.close();
}
task<> receive_all(rt::channel<std::uint64_t> &from, std::uint64_t &sum) {
  while (auto value = co_await from.receive())
    sum += *value;
}
task<> send_and_receive(std::size_t count, std::uint64_t &sum) {
  rt::channel<std::uint64_t> between(capacity);
  co_await rt::gather(send_all(between, count), receive_all(between, sum));
}

task<> sleeper(int ms, std::uint64_t &woken) {
  co_await sleep_for(std::chrono::milliseconds(ms));
  ++woken;
}
task<> sleep_all(std::size_t count, std::uint64_t &woken) {
  std::vector<task<>> tasks;
  tasks.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    tasks.push_back(sleeper(delay_ms(i), woken));
  co_await rt::gather(std::move(tasks));
}

task<> lock_often(std::size_t times, std::uint64_t &count) {
  rt::mutex guard;
  for (std::size_t i = 0; i < times; ++i) {
    auto lock = co_await guard.scoped_lock();
    asm volatile("" : "+m"(count));
    ++count;
    lock.unlock();
    asm volatile("" ::: "memory");
  }
}

task<std::uint64_t> subtree(std::uint64_t first, std::uint64_t width) {
  if (width == 1)
    co_return first;
  std::vector<task<std::uint64_t>> children;
  children.reserve(10);
  for (std::uint64_t i = 0; i < 10; ++i)
    children.push_back(subtree(first + i * (width / 10), width / 10));
  std::uint64_t sum = 0;
  for (const std::uint64_t each : co_await rt::gather(std::move(children)))
    sum += each;
  co_return sum;
}

std::uint64_t woken; // no parameter: each byte of the frame counts
task<> pend(event &on) {
  co_await on.wait();
  ++woken;
}
task<double> pend_all(std::size_t tasks) {
  event raised;
  woken = 0;
  const long before = resident_bytes();
  for (std::size_t i = 0; i < tasks; ++i)
    rt::spawn(pend(raised));
  co_await yield();
  const double bytes = static_cast<double>(resident_bytes() - before) / static_cast<double>(tasks);
  raised.set();
  co_await yield();
  co_return woken == tasks ? bytes : 0;
}

task<std::uint64_t> one(std::uint64_t i) { co_return i; }
task<std::uint64_t> gather_all(std::size_t tasks) {
  std::vector<task<std::uint64_t>> all;
  all.reserve(tasks);
  for (std::size_t i = 0; i < tasks; ++i)
    all.push_back(one(i));
  std::uint64_t sum = 0;
  for (const std::uint64_t each : co_await rt::gather(std::move(all)))
    sum += each;
  co_return sum;
}

task<> long_sleeper(std::uint64_t &cancellations) {
  try {
    co_await sleep_for(std::chrono::hours(1));
  } catch (const cancelled &) {
    ++cancellations;
    throw;
  }
}
task<std::uint64_t> cancel_all(std::size_t tasks) {
  std::uint64_t cancellations = 0;
  std::vector<join_handle<void>> handles;
  handles.reserve(tasks);
  for (std::size_t i = 0; i < tasks; ++i)
    handles.push_back(rt::spawn(long_sleeper(cancellations)));
  co_await yield();
  for (auto &each : handles)
    each.cancel();
  co_await yield();
  co_return cancellations;
}

task<std::uint64_t> call_threads(rt::thread_pool &pool, std::size_t calls) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < calls; ++i)
    sum += co_await rt::run_in_executor(pool, [i] { return i; });
  co_return sum;
}
task<std::uint64_t> call_processes(rt::process_pool &pool, std::size_t calls) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < calls; ++i)
    sum += co_await rt::run_in_executor(pool, [](std::size_t n) { return n; }, i);
  co_return sum;
}

task<> echo_session(rt::stream peer) {
  char buffer[4096];
  while (const std::size_t count = co_await peer.read_some(buffer))
    co_await peer.write(std::span(buffer, count));
}
task<> echo_server(rt::listener &at) {
  for (;;)
    rt::spawn(echo_session(co_await at.accept()));
}
task<std::uint64_t> echo_client(std::uint16_t port, std::size_t messages) {
  rt::stream peer = co_await rt::connect_tcp("127.0.0.1", port);
  char message[64] = {};
  std::uint64_t answers = 0;
  for (std::size_t i = 0; i < messages; ++i) {
    co_await peer.write(message);
    co_await peer.read_exactly(message);
    ++answers;
  }
  co_return answers;
}
task<std::uint64_t> echo_all(std::size_t messages) {
  constexpr std::size_t connections = 50;
  rt::listener at = rt::listen_tcp("127.0.0.1", 0);
  auto server = rt::spawn(echo_server(at));
  std::vector<task<std::uint64_t>> clients;
  for (std::size_t i = 0; i < connections; ++i)
    clients.push_back(echo_client(at.port(), messages / connections));
  std::uint64_t answers = 0;
  for (const std::uint64_t each : co_await rt::gather(std::move(clients)))
    answers += each;
  server.cancel();
  try {
    co_await server;
  } catch (const cancelled &) {
  }
  co_return answers;
}

} // namespace

std::uint64_t switching_in_debug_mode(std::size_t times) {
  std::uint64_t count = 0;
  run(pause_in_turn(times, count), {.debug = true});
  return count;
}
std::uint64_t thread_round_trips(std::size_t calls) {
  static rt::thread_pool pool(1);
  return run(call_threads(pool, calls));
}
std::uint64_t process_round_trips(std::size_t calls) {
  static rt::process_pool pool(1);
  return run(call_processes(pool, calls));
}
std::uint64_t echo(std::size_t messages) { return run(echo_all(messages)); }

std::uint64_t await(int n) { return run(fib(n)); }
std::uint64_t spawn(std::size_t tasks) {
  std::uint64_t sum = 0;
  run(add_all(sum, tasks));
  return sum;
}
std::uint64_t switching(std::size_t times) {
  std::uint64_t count = 0;
  run(pause_in_turn(times, count));
  return count;
}
std::uint64_t channel(std::size_t count) {
  std::uint64_t sum = 0;
  run(send_and_receive(count, sum));
  return sum;
}
std::uint64_t timers(std::size_t count) {
  std::uint64_t woken = 0;
  run(sleep_all(count, woken));
  return woken;
}
std::uint64_t mutex(std::size_t times) {
  std::uint64_t count = 0;
  run(lock_often(times, count));
  return count;
}
std::uint64_t tree(int depth) {
  std::uint64_t width = 1;
  for (int i = 0; i < depth; ++i)
    width *= 10;
  return run(subtree(0, width));
}
double bytes_per_pending(std::size_t tasks) { return run(pend_all(tasks)); }
std::uint64_t gather(std::size_t tasks) { return run(gather_all(tasks)); }
std::uint64_t cancel_sleepers(std::size_t tasks) { return run(cancel_all(tasks)); }

} // namespace cotidy::bench::runtime
