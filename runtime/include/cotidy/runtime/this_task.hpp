// SPDX-License-Identifier: Apache-2.0
// this_task: what the running task can know and say about itself.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt::this_task {

// Its name in quotes, or its function and number.
inline std::string name() {
  detail::loop &l = detail::this_loop();
  return l.name_of(*l.current);
}
inline void set_name(std::string_view name) {
  detail::loop &l = detail::this_loop();
  l.set_name(*l.current, name);
}

// Whether anybody has ever asked this task to end. Stays true after `cancelled` was thrown.
inline bool cancel_requested() noexcept {
  return detail::this_loop().current->has(detail::cancel_asked);
}

// Stops when the task is cancelled: for code that knows std::stop_token and nothing of coroutines.
inline std::stop_token stop_token() {
  detail::loop &l = detail::this_loop();
  return l.stop_token_of(*l.current);
}

// Throws `cancelled` if a cancellation is due: for long stretches without a suspension point.
inline void throw_if_cancelled() {
  detail::coroutine &running = *detail::this_loop().current;
  if (running.has(detail::cancel_pending) && !running.has(detail::masked)) {
    running.clear(detail::cancel_pending);
    throw cancelled{};
  }
}

} // namespace cotidy::rt::this_task
