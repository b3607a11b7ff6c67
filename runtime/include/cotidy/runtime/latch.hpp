// SPDX-License-Identifier: Apache-2.0
// latch: waits until a number of things have happened.
#pragma once

#include <cstddef>

#include "cotidy/runtime/event.hpp"

namespace cotidy::rt {

// Opens once, when it has counted down to 0. Waiters resume on the loop; one that is cancelled
// leaves. For the tasks of one loop. Must outlive its waiters.
class latch {
public:
  explicit latch(std::size_t expected) noexcept : left_(expected) {
    if (left_ == 0)
      open_.set();
  }

  // More than is left counts as what is left.
  void count_down(std::size_t happened = 1) noexcept {
    left_ -= happened < left_ ? happened : left_;
    if (left_ == 0)
      open_.set();
  }
  bool is_open() const noexcept { return left_ == 0; }
  [[nodiscard]] event::awaiter wait() noexcept { return open_.wait(); }

private:
  std::size_t left_;
  event open_;
};

} // namespace cotidy::rt
