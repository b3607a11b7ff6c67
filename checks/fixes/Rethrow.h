// SPDX-License-Identifier: Apache-2.0
// Builds the text that lets a cancellation pass a handler.
#ifndef COTIDY_FIXES_RETHROW_H
#define COTIDY_FIXES_RETHROW_H

#include "Insertion.h"
#include "analysis/Cancellation.h"

namespace cotidy {

/// Lets the cancellation pass the handler of \p What and leaves every other error to it. Nothing in
/// macros, and where a name that the text needs is not known in the unit or means something else.
std::optional<Insertion> rethrown(Coroutine &C, const Swallowed &What);

} // namespace cotidy

#endif
