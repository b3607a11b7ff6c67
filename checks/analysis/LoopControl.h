// SPDX-License-Identifier: Apache-2.0
// Whether it is known before any await how often a loop runs, and that it runs to its end.
#ifndef COTIDY_ANALYSIS_LOOPCONTROL_H
#define COTIDY_ANALYSIS_LOOPCONTROL_H

#include "LoopFacts.h"

namespace cotidy {

/// What speaks against it: an await in the head, a bound that the body changes, a generator, a loop
/// of one iteration, or no counter at all.
std::optional<Doubt> doubtHead(const LoopFacts &L, Unit &U);

/// A way out of the middle of the loop that may depend on what was awaited, or a `co_yield`.
std::optional<Doubt> doubtExits(const LoopFacts &L);

} // namespace cotidy

#endif
