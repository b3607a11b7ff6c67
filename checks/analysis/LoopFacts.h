// SPDX-License-Identifier: Apache-2.0
// What one loop of a coroutine names: its own variables, what differs between its iterations, and
// what outlives them.
#ifndef COTIDY_ANALYSIS_LOOPFACTS_H
#define COTIDY_ANALYSIS_LOOPFACTS_H

#include "Effects.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/MapVector.h"

namespace cotidy {

/// The parts of a loop that run once an iteration.
struct LoopParts {
  const clang::Stmt *Loop = nullptr, *Body = nullptr;
  const clang::Expr *Cond = nullptr, *Inc = nullptr;
  const clang::CXXForRangeStmt *Range = nullptr;
};
std::optional<LoopParts> partsOfLoop(const clang::Stmt *S);

/// Why the iterations of a loop are not taken to be independent.
struct Doubt {
  llvm::StringLiteral Why; ///< Goes on after "one by one: ".
  clang::SourceLocation At;
};

/// One place in a loop that names an object.
struct Mention {
  const clang::Expr *At = nullptr; ///< The variable, or `this`.
  Use What = Use::Read;
  bool InBody = true; ///< Not in the condition or the increment.
  bool ByKey = false; ///< The slot is chosen by the element, not by a counter.
};

class LoopFacts {
public:
  LoopFacts(Coroutine &C, Unit &U, Effects &What, const LoopParts &L,
            llvm::ArrayRef<const Suspension *> Awaits);

  Unit &unit() { return U; }
  Effects &effects() { return Summaries; }
  const Parents &parents() const { return Up; }
  const LoopParts &parts() const { return L; }
  llvm::ArrayRef<const Suspension *> awaits() const { return Awaits; }

  /// The variables that the loop names, and `this` with the member that it leads to (or null).
  using VariableMentions = llvm::MapVector<const clang::VarDecl *, llvm::SmallVector<Mention, 4>>;
  using MemberMentions = llvm::MapVector<const clang::FieldDecl *, llvm::SmallVector<Mention, 4>>;
  const VariableMentions &variables() const { return Names; }
  const MemberMentions &members() const { return Members; }
  llvm::ArrayRef<Mention> mentionsOf(const clang::VarDecl *V) const;

  bool inBody(const clang::Stmt *S) const;
  /// Whether a variable is declared anew in each iteration.
  bool isInside(const clang::VarDecl *V) const { return Inside.contains(V); }
  const auto &inside() const { return Inside; }
  /// Whether a variable is moved by the same step once in each iteration, and in no other way.
  bool isIndex(const clang::VarDecl *V) const { return Indexes.contains(V); }
  /// The index that \p E is, perhaps in the middle of its step, or null.
  const clang::VarDecl *indexIn(const clang::Expr *E) const;
  /// Whether \p E is an element that belongs to this iteration alone: `items[i]`, `*it`.
  bool isSlot(const clang::Expr *E) const;
  /// Whether some part of \p E differs between iterations.
  bool isVarying(const clang::Expr *E) const;
  /// The element of a range-for.
  const clang::VarDecl *element() const { return L.Range ? L.Range->getLoopVariable() : nullptr; }

  /// The loop or switch that a `break`, or the loop that a `continue` ends or goes on with.
  const clang::Stmt *targetOf(const clang::Stmt *S) const;

  /// Where a variable of the iteration leads: to itself, to an element, or to something shared.
  struct Origin {
    enum KindT { Own, Element, Elsewhere } Kind = Own;
    const clang::Expr *Of = nullptr; ///< What it was made from, for an element.
  };
  Origin originOf(const clang::VarDecl *V) const;

  /// Whether the call is known to change nothing but locals, so that its object stays as it is.
  bool leavesAlone(const clang::CallExpr *X) const;

private:
  void collect();
  void classify(bool Guess);
  void findIndexes();
  bool isUnconditional(const clang::Stmt *S) const;
  bool isIndexExpr(const clang::Expr *E, bool &ByKey) const;
  Origin originOf(const clang::VarDecl *V, unsigned Depth) const;

  Unit &U;
  Effects &Summaries;
  LoopParts L;
  llvm::ArrayRef<const Suspension *> Awaits;
  const Parents &Up;
  llvm::SmallPtrSet<const clang::VarDecl *, 16> Inside, Indexes;
  VariableMentions Names;
  MemberMentions Members;
};

/// The variable that an expression names; a structured binding stands for what it is a part of.
const clang::VarDecl *variableIn(const clang::Expr *E);

/// The identifier of a declaration, or nothing for operators and the like.
llvm::StringRef identifierOf(const clang::NamedDecl *D);

} // namespace cotidy

#endif
