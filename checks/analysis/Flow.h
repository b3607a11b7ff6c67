// SPDX-License-Identifier: Apache-2.0
// Questions about the order in which the statements of one function run.
#ifndef COTIDY_ANALYSIS_FLOW_H
#define COTIDY_ANALYSIS_FLOW_H

#include "clang/Analysis/Analyses/Dominators.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace cotidy {

/// The control flow graph of one body with every expression as an element, made on demand.
/// All questions take statements of that body; for others the answer is the cautious one.
class Flow {
public:
  /// \p Body is the written body of \p D.
  Flow(const clang::Decl *D, const clang::Stmt *Body, clang::ASTContext &Context);
  ~Flow();

  /// Whether there is a graph at all; clang cannot make one for every broken body.
  bool valid() const { return Graph != nullptr; }
  const clang::CFG *graph() const { return Graph.get(); }

  /// Whether every way to \p B comes past \p A. False where it is not known.
  bool dominates(const clang::Stmt *A, const clang::Stmt *B);

  /// Whether \p B can run after \p A without an element for which \p Stop holds in between.
  bool reaches(const clang::Stmt *A, const clang::Stmt *B,
               llvm::function_ref<bool(const clang::Stmt *)> Stop);

  /// Whether \p S can run at all.
  bool isReachable(const clang::Stmt *S);

  /// Whether every way on from \p S ends the program, in a call that does not return.
  bool endsProgram(const clang::Stmt *S);

  /// A set of states right before each statement, moved along all paths from the entry.
  /// \p Transfer changes the state at a statement; states of joining paths are or-ed. A handler
  /// can be entered from anywhere in its try block and starts with every state that is there; with
  /// \p Throws only with those right before a statement that it holds for. \p Along changes the
  /// state on the way to the successor with that number. Statements that cannot run are missing.
  llvm::DenseMap<const clang::Stmt *, unsigned> statesBefore(
      unsigned AtEntry, llvm::function_ref<unsigned(const clang::Stmt *, unsigned)> Transfer,
      llvm::function_ref<unsigned(const clang::CFGBlock *, unsigned, unsigned)> Along = nullptr,
      llvm::function_ref<bool(const clang::Stmt *)> Throws = nullptr);

private:
  struct Place {
    const clang::CFGBlock *Block = nullptr;
    unsigned Element = 0;
  };
  Place placeOf(const clang::Stmt *S) const;

  std::unique_ptr<clang::CFG> Graph;
  std::unique_ptr<clang::CFGDomTree> Dominators;
  std::unique_ptr<llvm::BitVector> Reachable, Ending;
  llvm::DenseMap<const clang::Stmt *, Place> Places;
};

} // namespace cotidy

#endif
