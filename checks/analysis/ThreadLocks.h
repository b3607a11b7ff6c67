// SPDX-License-Identifier: Apache-2.0
// Which objects are locks of threads, and what a call does to them.
#ifndef COTIDY_ANALYSIS_THREADLOCKS_H
#define COTIDY_ANALYSIS_THREADLOCKS_H

#include "Coroutine.h"

namespace cotidy {

/// What a call does to the locks that it names.
enum class LockEffect {
  None,
  Lock,    ///< They are held afterwards.
  TryLock, ///< They are held afterwards if the call says so.
  Unlock,  ///< They are no longer held.
  Disown,  ///< The guard gives up its mutex, which stays locked.
  Swap     ///< Two guards change places.
};

/// Tells locks of threads from all else: by the models, by clang's thread safety attributes, and
/// for mutexes that no model knows by their members. Locks of coroutines are none.
class ThreadLocks {
public:
  explicit ThreadLocks(const model::Index &Models) : Models(Models) {}

  /// Whether an object of the type holds a lock of threads as long as it lives.
  bool isGuard(clang::QualType T) const;

  /// Whether the class is a mutex of threads.
  bool isMutex(const clang::CXXRecordDecl *R) const;

  /// What the call does to its object, or where it has none to its arguments.
  LockEffect of(const Call &At) const;

  /// What a new guard holds: Lock, TryLock (perhaps), or None. No value: it cannot be told.
  std::optional<LockEffect> initially(const clang::Expr *Init) const;

private:
  std::optional<LockEffect> returned(const clang::CallExpr *C, unsigned Depth) const;
  std::optional<LockEffect> made(const clang::Expr *Init, unsigned Depth) const;

  const model::Index &Models;
};

/// The call or constructor that makes the guard of \p Init: without casts and what clang adds.
const clang::Expr *guardMaker(const clang::Expr *Init);

} // namespace cotidy

#endif
