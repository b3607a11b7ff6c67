// SPDX-License-Identifier: Apache-2.0
// Whether a statement can end the loops around it, by changing what they ask.
#ifndef COTIDY_ANALYSIS_LOOPEXIT_H
#define COTIDY_ANALYSIS_LOOPEXIT_H

#include "Body.h"
#include "Names.h"
#include "clang/AST/StmtCXX.h"

namespace cotidy {

/// The loops around one statement, with the conditions that leave them.
class LoopExits {
public:
  LoopExits(const clang::Stmt *Inside, const Parents &Parent);

  /// Whether \p S can change what one of the conditions asks. What the head of a loop does by
  /// itself, such as counting, does not count.
  bool mayEnd(const clang::Stmt *S) const;

private:
  void ask(const clang::Stmt *Condition);

  llvm::SmallVector<Object, 4> Asked;
  llvm::SmallVector<const clang::Stmt *, 4> Heads;
  const Parents &Parent;
};

} // namespace cotidy

#endif
