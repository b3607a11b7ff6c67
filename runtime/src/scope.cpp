// SPDX-License-Identifier: Apache-2.0
// Closing what a scope holds.
#include "cotidy/runtime/scope.hpp"

namespace cotidy::rt {

task<std::exception_ptr> scope::close() {
  const cancel_mask to_the_end;
  std::exception_ptr first;
  while (!closers_.empty()) {
    std::function<task<>()> closer = std::move(closers_.back());
    closers_.pop_back();
    try {
      co_await closer();
    } catch (...) {
      if (!first)
        first = std::current_exception();
      else
        detail::report_failed_close(std::current_exception());
    }
  }
  co_return first;
}

} // namespace cotidy::rt
