// SPDX-License-Identifier: Apache-2.0
// The slow steps that the runtime's debug mode has recorded, and where they are in the code.
#ifndef COTIDY_ANALYSIS_SLOWSTEPS_H
#define COTIDY_ANALYSIS_SLOWSTEPS_H

#include "Coroutine.h"
#include <string>
#include <vector>

namespace cotidy {

/// The steps of one log that began in one place.
struct SlowStep {
  std::string File; ///< As the compiler of the program named it.
  unsigned Line = 0, Column = 0;
  double Milliseconds = 0; ///< Of the longest.
  unsigned Times = 0;
};

/// Parses a log: in each line a place, the milliseconds and the function, with tabs between; empty
/// lines are skipped. What is wrong with a line is added to \p Errors as "file:line:column: ...",
/// for the first few of them, and the other lines count.
std::vector<SlowStep> parseSlowSteps(llvm::StringRef File, llvm::StringRef Text,
                                     std::vector<std::string> &Errors);

/// Where a step begins: after an await, or with the coroutine.
struct StepBegin {
  const SlowStep *Step = nullptr;
  const Suspension *After = nullptr; ///< Null: the coroutine begins.
};

/// The recorded steps of the coroutine \p C.
llvm::SmallVector<StepBegin, 2> stepsOf(Coroutine &C, llvm::ArrayRef<SlowStep> Steps);

/// Those of \p Places, each with the statements that stand for it, that run in the step: after its
/// begin, and before the coroutine suspends again.
llvm::SmallVector<const clang::Stmt *, 2>
runInStep(Coroutine &C, const StepBegin &Begin,
          llvm::ArrayRef<std::pair<const clang::Stmt *, llvm::SmallVector<const clang::Stmt *, 8>>>
              Places);

} // namespace cotidy

#endif
