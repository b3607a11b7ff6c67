// SPDX-License-Identifier: Apache-2.0
// Finds results in loops that tell of a cancellation and are treated like any other.
#ifndef COTIDY_ANALYSIS_CANCELLEDVALUE_H
#define COTIDY_ANALYSIS_CANCELLEDVALUE_H

#include "Arrivals.h"
#include "ErrorUse.h"
#include "LoopExit.h"

namespace cotidy {

class ValueFollower {
public:
  ValueFollower(Coroutine &C, Unit &U, Arrivals &In);

  /// Whether there is a result to follow at all.
  bool any() const { return !Results.empty(); }

  /// Follows each result around its loop: is it looked at, and the same operation begun again?
  void follow(const ErrorTests &Tests, ErrorUses &Uses, std::vector<Swallowed> &Found);

private:
  void follow(const Suspension &P, const clang::ValueDecl *Value, const ErrorTests &Tests,
              ErrorUses &Uses, std::vector<Swallowed> &Found);

  Coroutine &C;
  clang::ASTContext &Context;
  const Parents &Parent;
  Arrivals &In;
  LoopExits Exits;
  llvm::SmallVector<std::pair<const Suspension *, const clang::ValueDecl *>, 2> Results;
  llvm::DenseMap<const clang::Stmt *, const Suspension *> PointOf;
  llvm::DenseMap<const clang::Stmt *, std::pair<const clang::CFGBlock *, unsigned>> PlaceOf;
};

} // namespace cotidy

#endif
