// SPDX-License-Identifier: Apache-2.0
// How reports call things.
#pragma once

#include <source_location>
#include <string>

#include "cotidy/runtime/detail/coroutine.hpp"

namespace cotidy::rt::detail {

// `function at file.cpp:12`.
std::string place_of(const std::source_location &where);
// What the task does, or what it waits for.
const char *state_of(const coroutine &task) noexcept;
// The innermost coroutine of a task that does not run, else the task itself.
coroutine &leaf_of(coroutine &task) noexcept;
inline const coroutine &leaf_of(const coroutine &task) noexcept {
  return leaf_of(const_cast<coroutine &>(task));
}

} // namespace cotidy::rt::detail
