// SPDX-License-Identifier: Apache-2.0
// What a front end knows about the checks: their rows, and the anchor that links them in.
#ifndef COTIDY_COTIDYMODULE_H
#define COTIDY_COTIDYMODULE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

extern volatile int CotidyModuleAnchor;

namespace cotidy {

/// One row of Checks.def.
struct CheckRow {
  enum DefaultT { On, OptIn };
  enum FixT { None, Safe, Suggestion, Both };
  llvm::StringRef Name; ///< With the prefix `coro-`.
  DefaultT Default;
  FixT Fix;
  llvm::StringRef Since;
  llvm::StringRef Summary;
  llvm::StringRef Nearest; ///< The nearest rules of other linters, or "none".
};

llvm::ArrayRef<CheckRow> checkRows();

} // namespace cotidy

#endif
