// SPDX-License-Identifier: Apache-2.0
// run(): the door from ordinary code into coroutines.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cotidy/runtime/opened.hpp"
#include "cotidy/runtime/simulate.hpp"
#include "cotidy/runtime/task.hpp"

namespace cotidy::rt {

struct run_options {
  std::string_view name = "main"; // of the main task
  simulate_options simulate = {}; // with a seed: virtual time, every choice from the seed
  std::stop_token stop = {};      // a stop request, from any thread, cancels the main task
  // Debug mode: reports slow steps, tasks never awaited and tasks destroyed before their end,
  // orders of mutexes that can deadlock, and what is left open; on SIGUSR1, the tree of tasks.
  // COTIDY_RT_DEBUG=1 in the environment turns it on everywhere.
  bool debug = false;
  std::chrono::nanoseconds slow_step = std::chrono::milliseconds(100);
  std::string slow_steps = {}; // in debug mode: a file for slow steps, which coro-cpu-bound reads
  std::string trace = {};      // in debug mode: a file for a trace in the Trace Event format
  // What was opened and is not closed when the last task is gone is added here, in debug mode or
  // not.
  std::vector<open_resource> *left_open = nullptr;
  // Takes what a person should see; default: standard error.
  std::function<void(std::string_view)> reporter = {};
};

namespace detail {

// One loop, and this thread's until it is destroyed. Throws std::logic_error inside of another.
class running_loop {
public:
  explicit running_loop(const run_options &options);
  ~running_loop();
  loop &get() noexcept { return loop_; }

private:
  loop loop_;
};

void run_main(loop &on, coroutine &main, const run_options &options);

} // namespace detail

// Runs the task on an event loop of its own on this thread, until it has ended; cancels and awaits
// the tasks that it has left behind; returns its result or throws its error. Throws `deadlock`
// when nothing can go on, `cancelled` when it was stopped.
template <class T> T run(task<T> main, const run_options &options = {}) {
  detail::running_loop running(options);
  // Destroyed before the loop, since it may have waits in it.
  task<T> mine = std::move(main);
  auto &promise = mine.handle().promise();
  detail::run_main(running.get(), promise, options);
  return promise.take();
}

template <detail::awaitable A> auto run(A main, const run_options &options = {}) {
  return run(as_task(std::move(main)), options);
}

} // namespace cotidy::rt
