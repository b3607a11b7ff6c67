// SPDX-License-Identifier: Apache-2.0
// Which locks of threads a coroutine holds when it suspends.
#ifndef COTIDY_ANALYSIS_LOCKSTATE_H
#define COTIDY_ANALYSIS_LOCKSTATE_H

#include "BranchTest.h"
#include "HandleUse.h"
#include "ThreadLocks.h"
#include "Unit.h"
#include "llvm/ADT/DenseSet.h"
#include <array>

namespace cotidy {

/// A guard, or a mutex that is locked by hand.
struct TrackedLock {
  Object Path;                           ///< Empty for a guard without a name.
  const clang::VarDecl *Guard = nullptr; ///< Null for a mutex.
  Object Mutex;                          ///< Of a guard: what it was made with, if it is named.
  std::string Type;                      ///< The class, as models name it.
  llvm::SmallVector<const clang::Expr *, 2> Acquires; ///< Where it is taken.
};

/// A suspension point at which locks may be held.
struct LockedSuspension {
  const Suspension *At = nullptr;
  struct Held {
    const TrackedLock *Lock = nullptr;
    const clang::Expr *Since = nullptr; ///< The acquire that reaches it; null for parameters.
  };
  llvm::SmallVector<Held, 2> Locks;
};

/// Follows the guards and the mutexes of one coroutine along its control flow. A lock that somebody
/// else could have released is not held: what is passed on or captured is no longer followed.
class LockState {
public:
  LockState(Coroutine &C, Unit &U);

  /// In source order.
  std::vector<LockedSuspension> held();

private:
  /// What an expression does to one lock.
  struct Event {
    enum KindT { Take, TryTake, Free, MoveTo, SwapWith, DisownTo } Kind;
    unsigned Lock, Other = 0;
  };

  void findLocks();
  unsigned lockFor(Object Path, const clang::Expr *Acquire, clang::QualType T);
  std::optional<unsigned> known(const Object &Path) const;
  void findEvents();
  void eventsOf(const clang::CallExpr *C);
  void assign(unsigned To, const clang::Expr *From, const clang::Expr *Place);
  void findOtherUses();
  bool locksIn(const clang::Stmt *Body, const Object &Path) const;
  bool mayChange(const clang::Expr *Ref) const;
  void findTests();
  void testOn(const clang::CFGBlock *Block, const clang::Expr *Subject, bool Named,
              const BranchTest &T);
  void happens(const clang::Expr *Place, Event E);
  unsigned step(const clang::Stmt *S, unsigned State) const;
  unsigned along(const clang::CFGBlock *Block, unsigned Successor, unsigned State) const;
  void findQuestions();
  bool isDecidedElsewhere(unsigned Lock, const clang::Expr *Await);
  bool isAlive(const TrackedLock &L, llvm::ArrayRef<const clang::VarDecl *> Alive) const;
  const clang::Expr *since(unsigned Lock, const clang::Expr *Await);
  void addTemporaries(const Suspension &S, LockedSuspension &Into);

  // Two bits a lock, of which both are set where it is held on some paths only.
  static constexpr unsigned Most = 16;
  static unsigned held(unsigned Lock) { return 1u << (2 * Lock); }
  static unsigned free(unsigned Lock) { return 2u << (2 * Lock); }

  Coroutine &C;
  clang::ASTContext &Context;
  ThreadLocks Known;
  HandleUses Uses;
  std::vector<TrackedLock> Locks;
  std::vector<std::unique_ptr<TrackedLock>> Unnamed; ///< Guards that are temporaries.
  llvm::SmallVector<bool, 4> Lost;                   ///< Locks that others may take or release.
  llvm::DenseSet<const clang::Stmt *> Elements;      ///< Of the graph.
  llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<Event, 1>> Happens;
  std::vector<llvm::SmallVector<const clang::Stmt *, 4>> PlacesOf; ///< By lock: what happens to it.
  llvm::DenseMap<const clang::ValueDecl *, unsigned> Asked; ///< How often it is asked or set.
  llvm::DenseSet<const clang::Expr *> Explained; ///< Places at which each use is accounted for.
  /// The locks that are surely free, or surely held, on the two edges of a branch.
  struct Outcome {
    unsigned Free = 0, Held = 0;
  };
  llvm::DenseMap<const clang::CFGBlock *, std::array<Outcome, 2>> Tested;
};

} // namespace cotidy

#endif
