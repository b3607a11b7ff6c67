// SPDX-License-Identifier: Apache-2.0
// The loops of a coroutine that run without a suspension, and what shows that they run for long.
#ifndef COTIDY_ANALYSIS_BUSYLOOPS_H
#define COTIDY_ANALYSIS_BUSYLOOPS_H

#include "LoopFacts.h"

namespace cotidy {

/// Two loops, one in the other, each as long as something that is known only at run time: the inner
/// one goes over all of it again in each iteration of the outer one.
struct NestedRun {
  const clang::Stmt *Outer = nullptr, *Inner = nullptr;
  const clang::Expr *OuterSize = nullptr, *InnerSize = nullptr; ///< A range, or a bound.
};

/// A call in a loop of a function that calls itself.
struct SelfCall {
  const clang::CallExpr *Call = nullptr;
  const clang::FunctionDecl *Callee = nullptr;
  clang::SourceLocation Again; ///< Where it calls itself.
};

/// Which functions call themselves; kept for a unit.
class Recursions {
public:
  /// Where the definition of \p F calls itself with arguments that may lead on and on, or nothing.
  std::optional<clang::SourceLocation> of(const clang::FunctionDecl *F);

private:
  llvm::DenseMap<const clang::FunctionDecl *, std::optional<clang::SourceLocation>> Known;
};

class BusyLoops {
public:
  BusyLoops(Coroutine &C, Unit &U);

  /// The outermost loops whose iterations never suspend, in source order.
  llvm::ArrayRef<const clang::Stmt *> loops() const { return Outermost; }
  /// The one of them that runs \p S in each of its iterations, or null; also null where neither it
  /// nor a loop between runs more than a few times.
  const clang::Stmt *around(const clang::Stmt *S);

  /// Evidence in \p Loop, one of loops().
  std::optional<NestedRun> nested(const clang::Stmt *Loop);
  std::optional<SelfCall> selfCall(const clang::Stmt *Loop, Recursions &All);

  /// Statements that run with the head of \p Loop, or in its body where it has no head.
  static llvm::SmallVector<const clang::Stmt *, 8> placesOf(const clang::Stmt *Loop);

private:
  /// How often a loop runs, as its head says.
  struct Head {
    enum KindT {
      Unknown, ///< Until something happens, or perhaps only a few times.
      Small,   ///< A few times.
      Long     ///< As often as something is large that is known only at run time.
    } Kind = Unknown;
    const clang::Expr *Size = nullptr, *From = nullptr;
    const clang::Expr *SecondSize = nullptr; ///< The loop ends at whichever comes first.
    const clang::VarDecl *Counter = nullptr;
  };
  const Head &headOf(const clang::Stmt *Loop);
  Head rangeHead(const clang::CXXForRangeStmt *R);
  Head countedHead(const LoopParts &P);
  bool isStepped(const clang::VarDecl *V, const LoopParts &P, bool &Down) const;
  Head::KindT kindOf(const clang::Expr *Size);
  /// Whether \p E is the same, or larger, in each iteration of \p Outer.
  bool isSameIn(const clang::Expr *E, const clang::Stmt *Outer, unsigned Steps);
  /// What may be replaced or made smaller in the iterations of \p Outer.
  const llvm::SmallPtrSet<const clang::ValueDecl *, 8> &replacedIn(const clang::Stmt *Outer);
  bool comesAgain(const clang::Stmt *Inner, const clang::Stmt *Outer);

  Coroutine &C;
  Unit &U;
  const Parents &Up;
  llvm::SmallVector<const clang::Stmt *, 4> Outermost;
  llvm::SmallPtrSet<const clang::Stmt *, 8> Awaits;
  llvm::DenseMap<const clang::Stmt *, Head> Heads;
  llvm::DenseMap<const clang::Stmt *, llvm::SmallPtrSet<const clang::ValueDecl *, 8>> Replaced;
};

} // namespace cotidy

#endif
