// SPDX-License-Identifier: Apache-2.0
// The tree of live tasks, as text.
#pragma once

#include <string>

#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt {

// A line for each live task of this loop, under the task that started it: its name and what it
// waits for; below it the stack of its awaits, innermost first.
inline std::string task_tree() { return detail::this_loop().tree(); }

} // namespace cotidy::rt
