// SPDX-License-Identifier: Apache-2.0
// cancel_mask: a stretch of a task in which it cannot be cancelled.
#pragma once

#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt {

// While one lives, a cancellation of its task is put off; it is thrown at the first suspension
// point after. For cleanup that must be done to its end. Lives in the coroutine, and dies in the
// order in which C++ destroys locals.
class cancel_mask {
public:
  cancel_mask() noexcept
      : task_(*detail::this_loop().current), was_masked_(task_.has(detail::masked)) {
    task_.set(detail::masked);
  }
  ~cancel_mask() {
    if (!was_masked_)
      task_.clear(detail::masked);
  }
  cancel_mask(const cancel_mask &) = delete;
  cancel_mask &operator=(const cancel_mask &) = delete;

private:
  detail::coroutine &task_;
  bool was_masked_;
};

} // namespace cotidy::rt
