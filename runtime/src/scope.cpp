// SPDX-License-Identifier: Apache-2.0
// Closing what a scope holds.
#include "cotidy/runtime/scope.hpp"

#include "cotidy/runtime/detail/open_list.hpp"

namespace cotidy::rt {

open_mark scope::mark(const std::type_info &type, std::source_location here) {
  if (!detail::this_loop().opened())
    return {};
  return open_mark(detail::name_of(type), here);
}

task<std::exception_ptr> scope::close() {
  const cancel_mask to_the_end;
  std::exception_ptr first;
  while (!closers_.empty()) {
    closer last = std::move(closers_.back());
    closers_.pop_back();
    try {
      co_await last.close();
    } catch (...) {
      if (!first)
        first = std::current_exception();
      else
        detail::report_failed_close(std::current_exception());
    }
    last.mark.closed(); // as far as it can be: the error is told
  }
  co_return first;
}

} // namespace cotidy::rt
