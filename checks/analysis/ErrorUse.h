// SPDX-License-Identifier: Apache-2.0
// What the code does with an error: throws it on, hands it on, or only tells people of it.
#ifndef COTIDY_ANALYSIS_ERRORUSE_H
#define COTIDY_ANALYSIS_ERRORUSE_H

#include "ErrorTest.h"

namespace cotidy {

class ErrorUses {
public:
  ErrorUses(Coroutine &C, Unit &U, const ErrorTests &Tests);

  enum class Effect { None, Rethrown, HandedOn };

  /// What \p S does with the error. In a handler also with the exception that is being handled,
  /// which needs no name.
  Effect effectOf(const clang::Stmt *S, const Subject &About, bool InHandler);

  /// The local variable that \p S puts the error or its text into, or null.
  const clang::ValueDecl *toldOf(const clang::Stmt *S, const Subject &About) const;

private:
  /// What a call of a visible function does with the exception that is being handled.
  enum class Helper { Returns, MayRethrow, AlwaysThrows };

  Helper helper(const clang::FunctionDecl *F, unsigned Depth = 0);

  /// What happens to the result of a call of `current_exception` or `make_exception_ptr`.
  Effect whereGoes(const clang::CallExpr *Caught);

  /// Whether the error itself, and not only its text, is given to what can act on it.
  bool givesAway(llvm::ArrayRef<const clang::Expr *> Args, const Subject &About) const;

  /// Whether a visible function does no more than tell people about its arguments.
  bool onlyTells(const clang::FunctionDecl *F);

  clang::ASTContext &Context;
  const Parents &Parent;
  const ErrorTests &Tests;
  llvm::DenseMap<const clang::ValueDecl *, unsigned> Mentioned;
  llvm::DenseMap<const clang::FunctionDecl *, Helper> Helpers;
};

} // namespace cotidy

#endif
