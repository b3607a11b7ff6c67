// SPDX-License-Identifier: Apache-2.0
// Calls in a loop whose order is their purpose: pauses, locks, streams, gathers, hops.
#ifndef COTIDY_ANALYSIS_LOOPCALLS_H
#define COTIDY_ANALYSIS_LOOPCALLS_H

#include "LoopFacts.h"

namespace cotidy {

/// The first call or object in the body for which the iterations may have to go one by one.
std::optional<Doubt> doubtCalls(const LoopFacts &L, Unit &U, Effects &What);

/// The first call in the loop that lets time pass, by its name, or null.
const clang::Expr *pauseIn(const clang::Stmt *Loop);

} // namespace cotidy

#endif
