// SPDX-License-Identifier: Apache-2.0
// Tasks that outlive something that they refer to.
#ifndef COTIDY_ANALYSIS_DANGLING_H
#define COTIDY_ANALYSIS_DANGLING_H

#include "Unit.h"

namespace cotidy {

/// A call of a coroutine whose task is run, or goes on, when an object is gone that the call gave
/// it a reference to.
struct DanglingTask {
  /// What is gone: an argument, the object of a member call, or the closure of a lambda.
  enum WhatT { Argument, ThisObject, Closure } What = Argument;
  /// Who has the task meanwhile.
  enum WhoT { Variable, Container, Caller, Spawn } Who = Variable;

  const clang::CallExpr *Call = nullptr;
  const clang::Expr *At = nullptr;               ///< The argument or the object, as written.
  const clang::VarDecl *Local = nullptr;         ///< The variable that is gone; null: a temporary.
  const clang::VarDecl *Holder = nullptr;        ///< The variable that has the task, or null.
  const clang::ParmVarDecl *Parameter = nullptr; ///< What refers to the argument.
  const clang::Expr *Use = nullptr; ///< Where it is used; null: the body is not visible.
  bool AfterSuspension = false;     ///< The use comes after a suspension.
  bool TakesCallables = false;      ///< Of a spawn: it could be given the function instead.
};

/// Where coroutines use what they are given, for all functions of a unit.
struct DanglingUses {
  struct Found {
    const clang::Expr *Use = nullptr;
    bool AfterSuspension = false;
  };
  /// By the parameter, or for an object or a closure by the function; and whether it is lazy.
  llvm::DenseMap<std::pair<const clang::Decl *, unsigned>, Found> Known;
};

/// Finds them in the body of one function. A task that is awaited within the same expression, or
/// goes to where it cannot be followed, is none.
class DanglingTasks {
public:
  DanglingTasks(const clang::FunctionDecl *F, const clang::Stmt *Body, Unit &U, DanglingUses &Uses)
      : F(F), Body(Body), U(U), Uses(Uses) {}

  std::vector<DanglingTask> find();

private:
  /// Where the task goes.
  struct Fate {
    DanglingTask::WhoT Who;
    const clang::VarDecl *Holder = nullptr;
    const clang::Stmt *Place = nullptr; ///< The statement or call that puts it there.
    bool TakesCallables = false;
  };
  std::optional<Fate> fateOf(const clang::CallExpr *C);
  /// The temporary or local that \p Arg refers to, if its lifetime is known.
  struct Referent {
    bool IsTemporary = false;
    const clang::VarDecl *Local = nullptr;
  };
  std::optional<Referent> referentOf(const clang::Expr *Arg, clang::QualType Parameter) const;
  std::optional<Referent> objectBehind(const clang::Expr *E) const;
  bool endsBefore(const Referent &R, const Fate &To);
  const clang::Stmt *scopeOf(const clang::VarDecl *V);
  void look(const clang::CallExpr *C, std::vector<DanglingTask> &Into);

  const Parents &up();

  const clang::FunctionDecl *F;
  const clang::Stmt *Body;
  Unit &U;
  DanglingUses &Uses;
  std::unique_ptr<Parents> Up;
  llvm::DenseMap<const clang::VarDecl *, const clang::Stmt *> Scopes; ///< Null key: they are known.
  /// Whether a container is used in a scope in other ways than to add to it.
  llvm::DenseMap<std::pair<const clang::Stmt *, const clang::VarDecl *>, bool> UsedIn;
};

} // namespace cotidy

#endif
