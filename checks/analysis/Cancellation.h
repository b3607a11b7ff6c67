// SPDX-License-Identifier: Apache-2.0
// Follows a cancellation through a coroutine: who catches it first, and how control goes on.
#ifndef COTIDY_ANALYSIS_CANCELLATION_H
#define COTIDY_ANALYSIS_CANCELLATION_H

#include "Unit.h"
#include "clang/AST/StmtCXX.h"

namespace cotidy {

/// What arrives at a suspension point when the coroutine is cancelled.
struct Signal {
  const model::Library *Library = nullptr;     ///< Null: that of a library no model knows.
  const clang::CXXRecordDecl *Class = nullptr; ///< The exception, null if it is not known.
  std::string Name;                            ///< Its name as the model spells it.
  bool IsCoded = false;                        ///< Only its code tells it from other errors.
};

/// How a coroutine goes on after it has dropped its cancellation, from bad to worse.
enum class Aftermath { Ends, GoesOn, Loops };

/// A handler, or a test of a result, that drops the cancellation on some path.
struct Swallowed {
  const clang::CXXCatchStmt *Handler = nullptr; ///< Null where it arrives by value.
  const clang::CXXTryStmt *Try = nullptr;
  const Suspension *Point = nullptr; ///< Where the cancellation arrives.
  Signal What;
  bool IsExact = false; ///< The handler catches nothing but cancellations.
  Aftermath Then = Aftermath::Ends;
  const clang::Stmt *Next = nullptr;       ///< Where the coroutine goes on, if it does.
  const clang::ValueDecl *Value = nullptr; ///< By value: what holds the result,
  const clang::Stmt *Read = nullptr;       ///< and where it is first read.
};

/// All cancellations that the coroutine drops, handlers in source order before values. What
/// cannot be followed is not in the list.
std::vector<Swallowed> findSwallowed(Coroutine &C, Unit &U);

/// Whether nobody may await the coroutine: its type cannot be awaited, it is only ever spawned
/// detached, or it has no result and the unit shows nobody who awaits it. Then its end can be the
/// end of the chain, and there is nobody to tell.
bool mayBeRoot(Coroutine &C, Unit &U);

} // namespace cotidy

#endif
