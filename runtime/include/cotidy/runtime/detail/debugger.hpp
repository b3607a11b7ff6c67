// SPDX-License-Identifier: Apache-2.0
// Debug mode: what is watched while tasks run.
#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "cotidy/runtime/detail/lock_order.hpp"
#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt::detail {

class debugger {
public:
  debugger(loop &on, const run_options &options);
  ~debugger();
  debugger(const debugger &) = delete;
  debugger &operator=(const debugger &) = delete;

  // Runs the task until it is suspended or ends, and looks at how long it takes.
  void step(coroutine &task);
  // Somebody has asked for the tree of tasks with SIGUSR1: reports it.
  void answer_signal();

  void never_awaited(const coroutine &dropped) const;
  void destroyed_pending(const coroutine &task) const;

  lock_order locks;

private:
  struct closer {
    void operator()(std::FILE *file) const { std::fclose(file); }
  };
  using file = std::unique_ptr<std::FILE, closer>;

  void trace(std::uint32_t id, const std::string &name, std::chrono::steady_clock::time_point begin,
             std::chrono::steady_clock::time_point end);

  loop &loop_;
  std::chrono::nanoseconds slow_;
  file slow_steps_;
  file trace_;
  std::set<std::uint32_t> traced_; // whose names the trace knows
  std::chrono::steady_clock::time_point begin_;
};

} // namespace cotidy::rt::detail
