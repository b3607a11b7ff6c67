// SPDX-License-Identifier: Apache-2.0
// Where the cancellations of a coroutine arrive: at which await, as what, in which try block.
#ifndef COTIDY_ANALYSIS_ARRIVALS_H
#define COTIDY_ANALYSIS_ARRIVALS_H

#include "Cancellation.h"
#include "llvm/ADT/SetVector.h"

namespace cotidy {

class Arrivals {
public:
  Arrivals(Coroutine &C, Unit &U);

  /// A cancellation that is thrown by an await.
  struct Arrival {
    const Suspension *Point;
    Signal What;
  };

  /// A try statement. Region -1 of one is its try block, others are its handlers.
  struct Node {
    const clang::CXXTryStmt *Try = nullptr;
    int Parent = -1, Region = -1;
    llvm::SmallVector<unsigned, 2> Inner; ///< The try statements right within this one.
    llvm::SetVector<unsigned> Sources;    ///< What can arrive: indexes into all().
    llvm::SmallVector<llvm::SetVector<unsigned>, 2> Caught; ///< The same for each handler.
    /// Handlers of outer statements whose exception is thrown again in this try block.
    llvm::SmallVector<std::pair<unsigned, unsigned>, 1> Again;
  };
  /// A part of the statement nodes()[Node].
  struct Region {
    int Node = -1, Index = -1;
  };

  std::vector<Node> &nodes() { return Nodes; }
  const Arrival &operator[](unsigned Id) const { return All[Id]; }
  bool hasGoto() const { return HasGoto; }

  enum class Match { No, Base, Exact, Unclear };

  /// Whether the handler catches the cancellation.
  Match matches(const clang::CXXCatchStmt *H, const Signal &S) const;

  /// The try statements around \p S, innermost first, each with the part of it that \p S is in.
  llvm::SmallVector<Region, 4> around(const clang::Stmt *S) const;

  void escape(const Node &From, unsigned Id);

  /// The library whose cancellation arrives at \p P; null for one that no model knows.
  const model::Library *libraryAt(const Suspension &P) const;

  /// The variable in which the await leaves how it ended, and whether it is told by value at all.
  std::pair<bool, const clang::ValueDecl *> valueOf(const Suspension &P);

  /// Whether a cancellation of this one await is nothing to worry about: a timer that is cancelled
  /// to wake who waits, or an operation that ends something anyway.
  bool mayBeIgnored(const Suspension &P);

private:
  void collect();

  /// Puts an arrival where it is thrown: into the innermost try block around.
  void arrive(llvm::ArrayRef<Region> Up, unsigned Id);

  /// Whether an exception can come out of the await.
  bool delivers(const Suspension &P);

  llvm::SmallVector<Signal, 1> signalsAt(const Suspension &P);

  Coroutine &C;
  Unit &U;
  clang::ASTContext &Context;
  const Parents &Parent;
  std::vector<Node> Nodes;
  std::vector<Arrival> All;
  llvm::DenseMap<const clang::CXXTryStmt *, unsigned> NodeOf;
  bool HasGoto = false;
};

} // namespace cotidy

#endif
