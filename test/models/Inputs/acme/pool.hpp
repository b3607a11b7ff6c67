// SPDX-License-Identifier: Apache-2.0
// Acme's pool of threads.
#pragma once
#include <acme/task.hpp>
namespace acme {
class pool {
public:
  template <class F> task<std::invoke_result_t<F>> run(F) { return {}; }
  task<> enter();
  task<> leave();
};
} // namespace acme
