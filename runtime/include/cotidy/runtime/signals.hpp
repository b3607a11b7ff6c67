// SPDX-License-Identifier: Apache-2.0
// signal_set: signals as things to await.
#pragma once

#include <initializer_list>
#include <signal.h>

#include "cotidy/runtime/detail/io.hpp"

namespace cotidy::rt {

// While one lives, its signals are blocked in this thread and come through next() instead. Make it
// before other threads, which inherit what is blocked: a signal goes to any thread that lets it.
class signal_set {
public:
  explicit signal_set(std::initializer_list<int> signals,
                      std::source_location here = std::source_location::current());
  ~signal_set();
  signal_set(const signal_set &) = delete;
  signal_set &operator=(const signal_set &) = delete;

  struct awaiter : detail::io_wait {
    explicit awaiter(detail::io_state *of) noexcept
        : io_wait(of, detail::io_direction::read, &try_read) {}
    awaiter(awaiter &&) noexcept = default;
    ~awaiter() { leave(); }
    int await_resume() { return static_cast<int>(finish("a signal")); }
    static bool try_read(detail::io_wait &self) noexcept;
  };

  // Suspends until one of the signals comes; its number.
  [[nodiscard]] awaiter next() noexcept { return awaiter(io_.state()); }

private:
  sigset_t before_;
  detail::descriptor io_;
};

} // namespace cotidy::rt
