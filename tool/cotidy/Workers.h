// SPDX-License-Identifier: Apache-2.0
// Runs each unit in a process of its own, several at once.
#ifndef COTIDY_TOOL_WORKERS_H
#define COTIDY_TOOL_WORKERS_H

#include "Children.h"
#include "LintUnit.h"

namespace cotidy::driver {

/// How a unit's process ended: with a result, or with what went wrong, for a person.
struct Outcome {
  std::optional<UnitResult> Result;
  std::string Trouble;
};

/// Lints unit \p Unit. The \p Careful way is slower and avoids what is known to make clang crash.
using Work = llvm::function_ref<UnitResult(size_t Unit, bool Careful)>;

/// Calls \p Lint for 0 ... \p Count - 1, each in a child process, \p Jobs at once, and \p Done in
/// this one as results come, in any order. A unit that crashes gets a second, careful chance; one
/// that exceeds \p Most is ended. When the run is interrupted, what is not done yet stays so.
void runWorkers(size_t Count, unsigned Jobs, const Limits &Most, Work Lint,
                llvm::function_ref<void(size_t, Outcome)> Done);

} // namespace cotidy::driver

#endif
