// SPDX-License-Identifier: Apache-2.0
// What a function's body runs: a walk that cannot overflow the stack, and the calls it finds.
#ifndef COTIDY_ANALYSIS_BODY_H
#define COTIDY_ANALYSIS_BODY_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// Visits the statements that run when \p Root runs, in source order. Left out: unevaluated
/// operands, discarded branches, bodies of lambdas, and what the compiler adds to an await.
/// \p Visit says whether to go on into the statement's parts. Iterative: nesting costs no stack.
void walk(const clang::Stmt *Root, llvm::function_ref<bool(const clang::Stmt *)> Visit);

/// Which statement each statement of one body is a part of.
class Parents {
public:
  explicit Parents(const clang::Stmt *Root);
  /// The statements around \p S, innermost first; empty where it does not stand in the body.
  llvm::SmallVector<const clang::Stmt *, 8> of(const clang::Stmt *S) const;
  /// The statement that \p S is a part of, or null.
  const clang::Stmt *above(const clang::Stmt *S) const { return Parent.lookup(S); }

private:
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parent;
};

/// The body as it was written: for a coroutine without the parts that the compiler adds.
const clang::Stmt *writtenBody(const clang::FunctionDecl *F);

/// A place in a body where another function runs.
struct Call {
  enum KindT { Function, Constructor, Destructor } Kind = Function;
  const clang::FunctionDecl *Callee = nullptr; ///< Null: unknown before the program runs.
  const clang::Expr *Site = nullptr;           ///< Null for destructors.
  const clang::Expr *Within = nullptr;         ///< The default argument or initialiser it is in.
  const clang::ValueDecl *Destroyed = nullptr; ///< The local or member that a destructor ends.
  const clang::CXXRecordDecl *Class = nullptr; ///< The static class of the object, if any.
  const clang::Expr *ObjectExpr = nullptr;     ///< The object of a member call, if any.
  llvm::ArrayRef<const clang::Expr *> Args;    ///< As passed, without the object.
  clang::SourceLocation Loc;
  bool Dispatched = false; ///< A virtual call whose target is not known: only its name counts.
  bool Discarded = false;  ///< The result is dropped at the end of the statement.
};

/// What a written call says by itself: its target, object and arguments.
Call describe(const clang::CallExpr *C);

/// How many arguments of \p C are written; those that follow are defaults.
unsigned writtenArguments(const clang::CallExpr *C);

/// Finds the calls in the body of \p F: of functions, constructors (member initialisers too) and
/// destructors (of locals; for a destructor also of members and bases).
/// \p F may be a coroutine, then implicit calls to its promise are left out.
void forEachCall(const clang::FunctionDecl *F, llvm::function_ref<void(const Call &)> Visit);

/// Finds the destructors of the members and bases of \p Class, in the order in which they run.
void forEachMemberDestroyed(const clang::CXXRecordDecl *Class,
                            llvm::function_ref<void(const Call &)> Visit);

/// The definition to look at when \p F is called, or null if it cannot be seen: no body, in a
/// system header, or defaulted. An instantiation that was not made yet falls back to its pattern.
const clang::FunctionDecl *visibleDefinition(const clang::FunctionDecl *F);

} // namespace cotidy

#endif
