// SPDX-License-Identifier: Apache-2.0
// A task that waits for a call on another thread.
#pragma once

#include <coroutine>
#include <stop_token>

#include "cotidy/runtime/detail/loop.hpp"
#include "cotidy/runtime/thread_pool.hpp"

namespace cotidy::rt::detail {

struct offload_wait : waiting, job, message, timer {
  using function = void (*)(offload_wait &self) noexcept;

  thread_pool *pool;
  loop *home = nullptr;
  function call; // on the other thread
  std::stop_source stop;
  bool in_virtual_time = false; // no thread has begun the call, nor will
  bool virtually_runs = false;  // it was called, and takes its time

  offload_wait(thread_pool &on, function to_call, bool stoppable)
      : job{nullptr, &on_thread}, timer{&simulate, 0}, pool(&on), call(to_call),
        stop(stoppable ? std::stop_source() : std::stop_source(std::nostopstate)) {}
  offload_wait(offload_wait &&other) noexcept
      : waiting(), job{nullptr, &on_thread}, message(), timer{&simulate, 0}, pool(other.pool),
        call(other.call), stop(std::move(other.stop)) {}

  bool await_ready() const noexcept { return false; }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    suspend(at, kind_of_wait);
    begin();
  }

  void begin();
  void run() noexcept final; // back on the loop
  static void on_thread(job &self) noexcept;
  static void simulate(timer &self) noexcept;
  static void simulated(timer &self) noexcept;
  static void cancel(waiting &self) noexcept;
  static void abandon(waiting &self) noexcept;
  static constexpr wait_kind kind_of_wait{"a call on another thread", &cancel, &abandon, nullptr,
                                          true};
};

} // namespace cotidy::rt::detail
