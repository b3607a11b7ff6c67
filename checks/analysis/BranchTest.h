// SPDX-License-Identifier: Apache-2.0
// What a branch tests: a variable or call against a constant, in whatever form it is written.
#ifndef COTIDY_ANALYSIS_BRANCHTEST_H
#define COTIDY_ANALYSIS_BRANCHTEST_H

#include "clang/AST/Expr.h"
#include "clang/Analysis/CFG.h"
#include <optional>

namespace cotidy {

/// `subject op constant`, or the truth of the subject.
struct BranchTest {
  const clang::Expr *Subject = nullptr;
  clang::BinaryOperatorKind Op = clang::BO_NE;
  int64_t Value = 0;
  bool Negated = false;

  /// Whether the true edge is the one that is taken for \p X.
  bool holdsFor(int64_t X) const;
};

/// The test that the condition makes, if it is one of one subject.
std::optional<BranchTest> testOf(const clang::Expr *Cond, clang::ASTContext &Context);

/// The test by which \p Block leads to its first or, if it does not hold, its second successor.
std::optional<BranchTest> testAtEndOf(const clang::CFGBlock &Block, clang::ASTContext &Context);

} // namespace cotidy

#endif
