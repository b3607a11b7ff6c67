// SPDX-License-Identifier: Apache-2.0
// Where the coroutines of a unit are started: awaited, spawned detached, or handed to an offload.
#ifndef COTIDY_ANALYSIS_STARTS_H
#define COTIDY_ANALYSIS_STARTS_H

#include "models/Index.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseMap.h"

namespace cotidy {

/// One declaration for a function, its redeclarations and its instantiations.
const clang::FunctionDecl *keyOf(const clang::FunctionDecl *F);

/// The function that a name stands for: its own, or that of a variable with a lambda. Or null.
const clang::FunctionDecl *functionBehind(const clang::ValueDecl *D);

/// All uses of coroutines that the unit shows. Costs one traversal of the unit's own code, so it
/// is made only when a check has something to report.
class Starts {
public:
  Starts(clang::ASTContext &Context, const model::Index &Models);

  /// Whether the coroutine is handed to an offload and used in no other way.
  bool onlyOffloaded(const clang::FunctionDecl *Coroutine) const;
  /// Whether the coroutine is spawned where nobody can await it, and used in no other way.
  bool onlyDetached(const clang::FunctionDecl *Coroutine) const;

  /// Whether the unit shows a place that awaits a call of the coroutine.
  bool isAwaited(const clang::FunctionDecl *Coroutine) const;

private:
  friend class StartFinder;
  struct Uses {
    unsigned Offloaded = 0, Detached = 0, Awaited = 0, Other = 0;
  };
  Uses of(const clang::FunctionDecl *Coroutine) const;
  llvm::DenseMap<const clang::FunctionDecl *, Uses> All;
};

} // namespace cotidy

#endif
