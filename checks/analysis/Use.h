// SPDX-License-Identifier: Apache-2.0
// What one expression does to the object that it names: reads it, adds to it, or changes it.
#ifndef COTIDY_ANALYSIS_USE_H
#define COTIDY_ANALYSIS_USE_H

#include "Body.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

/// Where the object comes from that an expression speaks of.
struct Root {
  enum KindT { Variable, This, Temporary, Unknown } Kind = Unknown;
  const clang::VarDecl *Var = nullptr;
  const clang::FieldDecl *Member = nullptr; ///< Of `this`: the member that the way began with.
  bool Shared = false; ///< Behind a pointer or a handle: others may have it too.
};
Root rootOf(const clang::Expr *E);

/// Whether copies of a value of the type speak of one object that can be changed through them:
/// pointers, shared pointers, and classes that hold one.
bool isHandle(clang::QualType T);

/// Whether the type only says where work runs; using one does not make two uses depend.
bool saysWhereToRun(clang::QualType T);

/// Whether \p Name, as a whole or by one of its words (`read_some`, `sendAll`), is in \p Words.
bool hasWord(llvm::StringRef Name, llvm::ArrayRef<llvm::StringLiteral> Words);

/// What happens to an object where it is named.
enum class Use {
  Read,       ///< Nothing.
  Element,    ///< An element of it that belongs to this iteration is read.
  WriteSlot,  ///< An element of it that belongs to this iteration is changed.
  Accumulate, ///< Something is added, in a statement of its own.
  Step,       ///< Incremented or decremented by one.
  Alias,      ///< A reference or pointer to it is declared.
  Change      ///< It is changed in another way, or it cannot be told.
};

/// Decides uses within one body.
class UseFinder {
public:
  /// \p IsIndex says whether an expression is different in each iteration of the loop in question.
  /// \p LeavesAlone says whether a call is known not to change its object, \p OnlyReads whether a
  /// function is known not to change what it is given for a parameter.
  UseFinder(const Parents &Up, clang::ASTContext &Context,
            llvm::function_ref<bool(const clang::Expr *)> IsIndex,
            llvm::function_ref<bool(const clang::CallExpr *)> LeavesAlone,
            llvm::function_ref<bool(const clang::FunctionDecl *, unsigned)> OnlyReads)
      : Up(Up), Context(Context), IsIndex(IsIndex), LeavesAlone(LeavesAlone), OnlyReads(OnlyReads) {
  }

  /// \p Occurrence is a DeclRefExpr or a CXXThisExpr of the body.
  Use of(const clang::Expr *Occurrence) const;

private:
  /// Whether the body of \p L changes what it has captured by reference.
  bool changes(const clang::LambdaExpr *L, const clang::ValueDecl *Captured) const;

  const Parents &Up;
  clang::ASTContext &Context;
  llvm::function_ref<bool(const clang::Expr *)> IsIndex;
  llvm::function_ref<bool(const clang::CallExpr *)> LeavesAlone;
  llvm::function_ref<bool(const clang::FunctionDecl *, unsigned)> OnlyReads;
};

/// Whether the value of \p E is dropped at the end of its statement.
bool isDropped(const Parents &Up, const clang::Expr *E);

} // namespace cotidy

#endif
