// SPDX-License-Identifier: Apache-2.0
// The pools of the reference runtime.
#ifndef COTIDY_TEST_LIB_COTIDY_RUNTIME_EXECUTOR_HPP
#define COTIDY_TEST_LIB_COTIDY_RUNTIME_EXECUTOR_HPP

#include <cotidy/runtime/task.hpp>
namespace cotidy::rt {
class thread_pool {};
template <class F> task<std::invoke_result_t<F>> run_in_executor(thread_pool &, F) {
  return {};
}
} // namespace cotidy::rt

#endif
