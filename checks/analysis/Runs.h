// SPDX-License-Identifier: Apache-2.0
// How often a function runs in one run of the program, as far as the unit shows.
#ifndef COTIDY_ANALYSIS_RUNS_H
#define COTIDY_ANALYSIS_RUNS_H

#include "Body.h"
#include "models/Index.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/MapVector.h"

namespace cotidy {

/// The answer for one function, with its evidence.
struct Frequency {
  enum KindT {
    Once,    ///< From `main` or its like, in calls that stand in no loop.
    Often,   ///< Some way to it leads through a loop.
    Unknown, ///< It is called from where the unit does not show, or not at all.
  } Kind = Unknown;
  /// Each place that runs it stands in a function that is no coroutine, outside of loops: it is the
  /// first coroutine of some run of an event loop.
  bool IsFirst = false;
  const clang::Expr *Site = nullptr;              ///< Often: the call in the loop.
  const clang::Stmt *Loop = nullptr;              ///< Often: the loop around it.
  const clang::FunctionDecl *Function = nullptr;  ///< Often: where the loop stands.
  llvm::SmallVector<const clang::Expr *, 2> Path; ///< Often: the calls from there on, outer first.
};

/// Who calls what in the unit's own code. Made when a check has something to report: it costs one
/// traversal of that code.
class Runs {
public:
  Runs(clang::ASTContext &Context, const model::Index &Models);

  const Frequency &of(const clang::FunctionDecl *F) const;
  /// The statements around \p S in the body of \p F.
  const Parents &parentsIn(const clang::FunctionDecl *F) const;

private:
  friend class RunFinder;
  /// One place that runs a function, or may let others run it.
  struct Place {
    const clang::FunctionDecl *In = nullptr;
    const clang::Expr *At = nullptr;
    const clang::Stmt *Loop = nullptr; ///< The innermost loop around it, or null.
    bool Escapes = false;              ///< Its address is taken, or it is a handler of something.
  };
  void decide(const clang::FunctionDecl *F, Frequency &Result) const;

  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<Place, 2>> Places;
  mutable llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Frequency>> Known;
  mutable llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Parents>> Up;
};

/// Whether the function is the program's main one, or by its name the coroutine that stands for it.
bool isMainLike(const clang::FunctionDecl *F);

} // namespace cotidy

#endif
