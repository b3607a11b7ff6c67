// SPDX-License-Identifier: Apache-2.0
// Scans all units of a run in a few processes.
#ifndef COTIDY_TOOL_SCANS_H
#define COTIDY_TOOL_SCANS_H

#include "Children.h"
#include "Scan.h"

namespace cotidy::driver {

/// Calls \p Look for 0 ... \p Count - 1 in up to \p Jobs child processes, each of which looks at
/// many units, one after the other, and keeps what it has read. \returns what it says; of a unit
/// whose scan crashes or takes too long, that it matters.
std::vector<Scanned> scanAll(size_t Count, unsigned Jobs, const Limits &Most,
                             llvm::function_ref<Scanned(size_t)> Look);

} // namespace cotidy::driver

#endif
