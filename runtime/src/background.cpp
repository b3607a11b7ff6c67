// SPDX-License-Identifier: Apache-2.0
// The runtime's own threads.
#include "cotidy/runtime/detail/background.hpp"

namespace cotidy::rt::detail {

thread_pool &background() {
  static thread_pool pool(4);
  return pool;
}

} // namespace cotidy::rt::detail
