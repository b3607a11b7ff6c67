// SPDX-License-Identifier: Apache-2.0
// Tasks that nobody awaits, returns, keeps or passes on.
#ifndef COTIDY_ANALYSIS_DROPPEDTASKS_H
#define COTIDY_ANALYSIS_DROPPEDTASKS_H

#include "Body.h"
#include "models/Index.h"

namespace cotidy {

/// A call whose task is dropped.
struct DroppedTask {
  const clang::CallExpr *Call = nullptr;
  const clang::VarDecl *Stored = nullptr;    ///< The local that no path uses, or null.
  const clang::DeclStmt *Declared = nullptr; ///< Its declaration.
  std::optional<model::Start> When;          ///< When its work starts, if that is known.
};

/// The tasks that \p Body drops: results that are discarded, and locals that are never named again.
/// Bodies of lambdas are left out.
std::vector<DroppedTask> droppedTasks(const clang::Stmt *Body, const model::Index &Models);

/// A coroutine that is started where nobody is told how it ends.
struct DetachedTask {
  const clang::CallExpr *Spawn = nullptr;
  const clang::FunctionDecl *Coroutine = nullptr;
  const clang::Expr *Throws = nullptr; ///< What can throw in it, outside of any handler for all.
};

/// The coroutines that \p Body spawns detached and that can throw, as far as they can be seen.
std::vector<DetachedTask> detachedTasks(const clang::Stmt *Body, const model::Index &Models,
                                        clang::ASTContext &Context);

/// Visits the functions of the unit's own code that have a body and are no coroutines, lambdas
/// among them: as they are written, not their instantiations.
void forEachPlainFunction(clang::ASTContext &Context,
                          llvm::function_ref<void(const clang::FunctionDecl *)> Visit);

} // namespace cotidy

#endif
