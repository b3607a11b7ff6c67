// SPDX-License-Identifier: Apache-2.0
// Single steps of a path: what a statement sets, which loop a jump leaves, where a block leads.
#ifndef COTIDY_ANALYSIS_STEPS_H
#define COTIDY_ANALYSIS_STEPS_H

#include "Body.h"
#include "clang/Analysis/CFG.h"
#include <utility>

namespace cotidy {

/// The variable that \p S sets, and to which truth value if that is a constant: 1 for false, 2 for
/// true, else 0.
std::pair<const clang::ValueDecl *, unsigned> assigned(const clang::Stmt *S);

/// Whether the break leaves a loop, and not only a switch.
bool leavesLoop(const clang::Stmt *Break, const Parents &Parent);

/// Whether \p S stands in a loop that is written as one.
bool isInLoop(const clang::Stmt *S, const Parents &Parent);

/// Whether the innermost loop around \p S comes to its end by itself: one over a range, or one that
/// counts.
bool isInFiniteLoop(const clang::Stmt *S, const Parents &Parent);

/// The successors of \p B that are not taken by an exception.
llvm::SmallVector<const clang::CFGBlock *, 4> normalSuccessors(const clang::CFGBlock *B);

} // namespace cotidy

#endif
