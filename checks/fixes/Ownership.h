// SPDX-License-Identifier: Apache-2.0
// Builds the edits that give a plain handle an owner: a smart pointer, or the library's own guard.
#ifndef COTIDY_FIXES_OWNERSHIP_H
#define COTIDY_FIXES_OWNERSHIP_H

#include "Kinds.h"
#include "Replacement.h"
#include "analysis/ResourceState.h"

namespace cotidy {

/// Edits that belong together.
struct Ownership {
  llvm::SmallVector<std::pair<clang::CharSourceRange, std::string>, 4> Edits;
  llvm::SmallVector<std::string, 2> Headers;
  FixKind Kind = FixKind::OwnerWithDeleter;
  bool Safe = false;
  std::string Changes; ///< For a suggestion: what its reader has to know.
};

/// An owner for the resource \p R. Nothing where the edits would not compile for sure: in macros,
/// in templates, where the handle is reassigned or used in a lambda, where a comment would be lost.
std::optional<Ownership> ownerFor(Coroutine &C, Unit &U, const ResourceState &State,
                                  const HeldResource &R, const clang::Preprocessor *PP);

} // namespace cotidy

#endif
