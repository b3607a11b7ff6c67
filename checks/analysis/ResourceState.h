// SPDX-License-Identifier: Apache-2.0
// Which resources a coroutine holds in plain handles when it suspends.
#ifndef COTIDY_ANALYSIS_RESOURCESTATE_H
#define COTIDY_ANALYSIS_RESOURCESTATE_H

#include "HandleUse.h"
#include "Unit.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"
#include <array>

namespace cotidy {

/// One acquire whose handle is plain.
struct AcquireSite {
  const model::Resource *Row = nullptr;
  const model::Library *From = nullptr;     ///< Null where the names of members say it.
  const clang::Expr *Call = nullptr;        ///< The call, `new`, or awaited object, as written.
  const clang::Expr *Done = nullptr;        ///< Where it is acquired: the call, or its await.
  std::string Name;                         ///< As a message names the acquire.
  unsigned Handle = 0;                      ///< Index into ResourceState::handles().
  const clang::Stmt *Into = nullptr;        ///< The declaration or assignment of the handle.
  const clang::ValueDecl *Status = nullptr; ///< The variable that says whether it failed.
};

/// A handle with what becomes of it.
struct TrackedHandle {
  HandleUses::Handle What;
  llvm::SmallVector<HandleUse, 4> Uses; ///< In source order.
  bool Shared = false;                  ///< Somebody else has a reference to it: not tracked.
};

/// A resource that is held at a suspension point although nothing else would release it.
struct HeldResource {
  const AcquireSite *Site = nullptr;
  const Suspension *At = nullptr;       ///< The first such suspension point.
  unsigned More = 0;                    ///< How many others follow.
  bool GivenLater = false;              ///< Somebody else owns it later, but not yet.
  const clang::Expr *Release = nullptr; ///< The release that is skipped; null: there is none.
};

/// Follows the resources of one coroutine along its control flow. A set of bits moves forward (what
/// is held, lent, passed to where it cannot be followed), one moves backward (what is still
/// released). Both cost as many steps as the graph has edges, times its loop depth.
class ResourceState {
public:
  ResourceState(Coroutine &C, Unit &U);

  /// In the order of their acquires. To be called once.
  std::vector<HeldResource> held();

  const TrackedHandle &handle(const AcquireSite &Site) const { return Handles[Site.Handle]; }

private:
  /// What one expression does to the state.
  struct Event {
    HandleEffect Effect;
    unsigned Handle;
    unsigned Site = ~0u; ///< For acquires.
  };
  using Events = llvm::SmallVector<Event, 1>;
  using Bits = llvm::BitVector;

  void findSites();
  void addSite(const model::Resource &Row, const model::Library *From, const Call &At,
               const clang::Expr *Written, std::string Name);
  bool bindObject(AcquireSite &Site, const Call &At, const clang::Expr *Value);
  const clang::VarDecl *boundTo(const clang::Stmt *&Child);
  unsigned handleFor(HandleUses::Handle H, const AcquireSite &Site);
  void findUses();
  void findTests();
  void solve();
  void forward(llvm::ArrayRef<const clang::CFGBlock *> Order, llvm::ArrayRef<unsigned> Rank,
               const llvm::DenseSet<const clang::Stmt *> &Suspends);
  void backward(llvm::ArrayRef<const clang::CFGBlock *> Order, llvm::ArrayRef<unsigned> Rank,
                const llvm::DenseSet<const clang::Stmt *> &Suspends);
  void stepForward(const clang::Stmt *S, Bits &State, bool Throws) const;
  void stepBackward(const clang::Stmt *S, Bits &May, Bits &Must) const;
  const clang::Expr *releaseAfter(const Suspension &S, unsigned Handle);

  // Three bits a site.
  static unsigned held(unsigned Site) { return 3 * Site; }
  static unsigned lent(unsigned Site) { return 3 * Site + 1; }
  static unsigned passed(unsigned Site) { return 3 * Site + 2; }
  // Two bits a handle: whether a release, or a new owner, is still to come.
  static unsigned released(unsigned Handle) { return 2 * Handle; }
  static unsigned given(unsigned Handle) { return 2 * Handle + 1; }
  /// One more: whether the coroutine can end at all.
  unsigned ends() const { return 2 * Handles.size(); }

  Coroutine &C;
  const model::Index &Models;
  clang::ASTContext &Context;
  HandleUses Uses;
  std::vector<AcquireSite> Sites;
  std::vector<TrackedHandle> Handles;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<unsigned, 1>> ByDecl;
  std::vector<llvm::SmallVector<unsigned, 1>> SitesOf; ///< By handle.
  llvm::DenseSet<const clang::Stmt *> Bindings;        ///< Assignments of an acquired handle.
  /// The sites that hold nothing on the two edges of a branch, as it tests their handle.
  llvm::DenseMap<const clang::CFGBlock *, std::array<llvm::SmallVector<unsigned, 1>, 2>> Failed;
  llvm::DenseMap<const clang::Stmt *, Events> Happens; ///< What an element of the graph does.
  /// What the two passes found out at each suspension point.
  struct Point {
    Bits Held, May, Must;
  };
  llvm::DenseMap<const clang::Stmt *, Point> Points;
  llvm::DenseMap<const clang::Stmt *, Bits> MayAtHandler;
};

} // namespace cotidy

#endif
