// SPDX-License-Identifier: Apache-2.0
// Whether a statement can end the loops around it, by changing what they ask.
#ifndef COTIDY_ANALYSIS_LOOPEXIT_H
#define COTIDY_ANALYSIS_LOOPEXIT_H

#include "Body.h"
#include "Names.h"
#include "clang/AST/StmtCXX.h"

namespace cotidy {

/// The loops of one coroutine, with the conditions that leave them.
class LoopExits {
public:
  explicit LoopExits(const Parents &Parent) : Parent(Parent) {}

  /// Whether \p S can change what the loops around \p Inside ask before they go around again. What
  /// the head of a loop does by itself, such as counting, does not count.
  bool mayEnd(const clang::Stmt *S, const clang::Stmt *Inside);

private:
  /// The objects that conditions read, by the variable or member that they start with.
  using Questions = llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<Object, 1>>;
  struct Loops {
    Questions Asked;
    llvm::SmallVector<const clang::Stmt *, 4> Heads;
    const clang::Stmt *Outermost = nullptr;
  };
  static void ask(const clang::Stmt *Condition, Questions &Into);
  const Loops &around(const clang::Stmt *Inside);
  const Questions &branchesIn(const clang::Stmt *Loop);

  const Parents &Parent;
  llvm::DenseMap<const clang::Stmt *, Loops> Around;       ///< By the innermost loop.
  llvm::DenseMap<const clang::Stmt *, Questions> Branches; ///< By the outermost loop.
};

} // namespace cotidy

#endif
