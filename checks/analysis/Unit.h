// SPDX-License-Identifier: Apache-2.0
// What all checks of one translation unit share: models, coroutines and how they are started.
#ifndef COTIDY_ANALYSIS_UNIT_H
#define COTIDY_ANALYSIS_UNIT_H

#include "Coroutine.h"
#include "Runs.h"
#include "Starts.h"

namespace cotidy {

class Unit {
public:
  /// The unit of \p Context: made by the first check that asks, and gone with the last that holds
  /// it. \p UserModels are file names as the option gives them; \p Errors is filled only by the
  /// call that makes the unit.
  static std::shared_ptr<Unit> of(clang::ASTContext &Context,
                                  llvm::ArrayRef<std::string> UserModels,
                                  std::vector<std::string> &Errors);

  Unit(clang::ASTContext &Context, llvm::ArrayRef<std::string> UserModels,
       std::vector<std::string> &Errors);

  clang::ASTContext &context() { return Context; }
  const model::Index &models() const { return Models; }

  /// The facts about \p F, whose body must be that of a coroutine.
  Coroutine &coroutine(const clang::FunctionDecl *F);
  const Starts &starts();
  const Runs &runs();
  /// The functions of the unit's own code that are no coroutines; see forEachPlainFunction().
  llvm::ArrayRef<const clang::FunctionDecl *> plainFunctions();

private:
  clang::ASTContext &Context;
  model::Index Models;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Coroutine>> Coroutines;
  std::unique_ptr<Starts> How;
  std::unique_ptr<Runs> HowOften;
  std::optional<std::vector<const clang::FunctionDecl *>> Plain;
};

/// Where a file is that an option names. A relative one is looked for where we run, then beside the
/// main file and in the folders above it: a `.clang-tidy` is found in the same way, and an editor
/// runs anywhere. \returns \p Name itself where there is no such file.
std::string locateFile(const std::string &Name, clang::ASTContext &Context);

} // namespace cotidy

#endif
