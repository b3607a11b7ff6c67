// SPDX-License-Identifier: Apache-2.0
// What a condition says about an error: is it the cancellation, and which way does it lead?
#ifndef COTIDY_ANALYSIS_ERRORTEST_H
#define COTIDY_ANALYSIS_ERRORTEST_H

#include "Unit.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

/// What is followed along a path: the exception or the result, and what was made from it.
struct Subject {
  llvm::SmallPtrSet<const clang::ValueDecl *, 4> Names;
  llvm::SmallPtrSet<const clang::ValueDecl *, 4> Texts; ///< Made from no more than what it says.
  llvm::SmallVector<const model::Library *, 2> Libraries;
  llvm::SmallVector<const clang::CXXRecordDecl *, 2> Classes;
};

class ErrorTests {
public:
  ErrorTests(Coroutine &C, Unit &U);

  /// Variables of which a path knows the truth value.
  using Facts = llvm::ArrayRef<std::pair<const clang::ValueDecl *, std::optional<bool>>>;

  /// The names that stand for \p First, or for something that was made from it.
  Subject subjectOf(const clang::ValueDecl *First) const;

  /// Whether \p Root uses the error itself, and not only its text.
  bool hands(const clang::Stmt *Root, const Subject &About) const;

  /// Whether \p Root uses the error in any way.
  bool names(const clang::Stmt *Root, const Subject &About) const;

  /// Whether \p E is the error, its code, or the number in that.
  bool isSubject(const clang::Expr *E, const Subject &About) const;

  /// Whether the constant stands for a cancellation.
  bool isCode(const clang::ValueDecl *Constant, const Subject &About) const;

  /// The ways on from a block for the states of a path; empty where the path is given up.
  /// \p Separated is set where the branch told the cancellation from other errors.
  llvm::SmallVector<const clang::CFGBlock *, 4> waysOn(const clang::CFGBlock *B,
                                                       const Subject &About, Facts Known,
                                                       bool MayGiveUp, bool &Separated) const;

private:
  /// What a condition says about the cancellation.
  struct Verdict {
    enum KindT {
      Unrelated, ///< Nothing: both ways are possible.
      Unknown,   ///< It depends on the error in a way that cannot be followed.
      Known,     ///< It has one value for a cancellation, and may have it for other errors.
      Separates, ///< It tells a cancellation from all other errors.
      Stop,      ///< It asks whether the work shall end.
    } Kind = Unrelated;
    bool Value = false;

    Verdict negated() const { return {Kind, !Value}; }
  };

  /// Whether a member of the error, or its conversion (`operator bool`), is true when it is a
  /// cancellation.
  std::optional<bool> memberSays(clang::QualType T, llvm::StringRef Member,
                                 const Subject &About) const;

  Verdict compared(const clang::Expr *A, const clang::Expr *B, const Subject &About) const;

  bool namesCancellation(clang::QualType T, const Subject &About) const;

  Verdict judge(const clang::Expr *E, const Subject &About, Facts Known, unsigned Depth = 0) const;

  /// Whether the branch asks, by its names, if the work shall end: the condition of a loop, or one
  /// that guards a way out.
  bool asksToStop(const clang::Stmt *Branch, const clang::Expr *Condition) const;

  const model::Index &Models;
  clang::ASTContext &Context;
  const Parents &Parent;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<const clang::VarDecl *, 1>> MadeFrom;
};

} // namespace cotidy

#endif
