// SPDX-License-Identifier: Apache-2.0
// Which loops of a coroutine await work whose iterations do not depend on each other.
#ifndef COTIDY_ANALYSIS_LOOPDEPENDENCE_H
#define COTIDY_ANALYSIS_LOOPDEPENDENCE_H

#include "LoopFacts.h"

namespace cotidy {

/// A loop that could do its work at the same time, and its first await that shows it.
struct IndependentLoop {
  const clang::Stmt *Loop = nullptr;
  const clang::Stmt *Body = nullptr;
  const clang::Expr *Await = nullptr;
  const clang::Expr *Operand = nullptr;
  const clang::CallExpr *Work = nullptr;   ///< The call that starts the work; null for a kept task.
  const clang::VarDecl *Element = nullptr; ///< The variable of a range-for, else null.
  bool Kept = false;   ///< Lazy tasks that a container holds are awaited one by one.
  bool Single = false; ///< The body is one statement, and its one await is this.
};

/// What is known about one loop in which something is awaited.
struct LoopVerdict {
  const clang::Stmt *Loop = nullptr;
  std::optional<IndependentLoop> Independent;
  std::optional<Doubt> Why; ///< Set if it is not, unless a loop in it was found to be.
};

/// The loops of \p C in which something is awaited, inner ones before those around them. Of nested
/// loops the innermost independent one counts, and those around it are not looked at.
std::vector<LoopVerdict> loopsOf(Coroutine &C, Unit &U, Effects &What);

} // namespace cotidy

#endif
