// SPDX-License-Identifier: Apache-2.0
// The runtime's own threads, for what the system only offers blocking.
#pragma once

#include "cotidy/runtime/thread_pool.hpp"

namespace cotidy::rt::detail {

// For name resolution and files. Made when it is first needed, shared by all loops.
thread_pool &background();

} // namespace cotidy::rt::detail
