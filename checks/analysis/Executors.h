// SPDX-License-Identifier: Apache-2.0
// Thread pools and event loops that a coroutine makes for one use.
#ifndef COTIDY_ANALYSIS_EXECUTORS_H
#define COTIDY_ANALYSIS_EXECUTORS_H

#include "Unit.h"

namespace cotidy {

/// An executor that lives within one run of a coroutine and serves one call there.
struct ExecutorUse {
  const clang::VarDecl *Local = nullptr; ///< The variable that has it; null: a temporary.
  const clang::Expr *Made = nullptr;     ///< The temporary, as it is made.
  const clang::CXXRecordDecl *Type = nullptr;
  const model::Executor *Row = nullptr; ///< Null: told by its members.
  const model::Library *From = nullptr;
  const clang::Expr *Use = nullptr; ///< The one call that it works for.
  bool Runs = false;                ///< That call is what runs the event loop.
};

/// The executors that \p C makes for one use, in source order. What becomes of one must be seen to
/// its end: one that is moved, kept, captured or handed to where it cannot be followed is none.
std::vector<ExecutorUse> executorsForOneUse(Coroutine &C, Unit &U);

} // namespace cotidy

#endif
