// SPDX-License-Identifier: Apache-2.0
// coro-lock-across-await: finds locks of threads that are held at a suspension point.
#include "CoroutineCheck.h"
#include "IgnoreOption.h"
#include "analysis/LockState.h"
#include "analysis/Names.h"

using namespace clang;

namespace cotidy {
namespace {

/// How a message names an object: by its last part.
std::string lastOf(const Object &Path) {
  return Path.empty() || !Path.back() ? "" : Path.back()->getNameAsString();
}

} // namespace

/// finds locks of threads that a coroutine holds when it suspends, so that whoever wants them
/// blocks its thread until the coroutine goes on
class LockAcrossAwaitCheck : public CoroutineCheck {
public:
  LockAcrossAwaitCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
      : CoroutineCheck(Name, Context), Ignored(Options) {}

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    CoroutineCheck::storeOptions(Opts);
    Ignored.store(Options, Opts);
  }

protected:
  void look(Coroutine &C, Unit &U) override {
    LockState State(C, U);
    for (LockedSuspension &S : State.held()) {
      llvm::erase_if(S.Locks,
                     [this](const LockedSuspension::Held &H) { return Ignored.has(H.Lock->Type); });
      if (!S.Locks.empty() && firstAt(S.At->Await->getBeginLoc()))
        report(C, U, S);
    }
  }

private:
  void report(const Coroutine &C, Unit &U, const LockedSuspension &S) {
    const TrackedLock &First = *S.Locks.front().Lock;
    std::string Name = lastOf(First.Path);
    diag(S.At->Await->getBeginLoc(),
         "%0 suspends here while it holds %select{the thread lock '%2'|a thread lock|%3 thread "
         "locks}1: whoever else wants %select{it|it|them}1 blocks a thread until the coroutine "
         "goes on, for ever if that thread has to resume it, and it may go on and unlock on "
         "another thread")
        << nameOf(C)
        << (S.Locks.size() > 1 ? 2
            : Name.empty()     ? 1
                               : 0)
        << Name << static_cast<unsigned>(S.Locks.size());
    for (const LockedSuspension::Held &H : S.Locks) {
      const TrackedLock &L = *H.Lock;
      std::string Guard = lastOf(L.Path), Mutex = lastOf(L.Mutex);
      // A guard that came from elsewhere is shown where it is declared.
      SourceLocation At = H.Since ? H.Since->getBeginLoc() : L.Guard->getLocation();
      diag(At,
           "%select{'%1' is locked here|'%1' locks '%2' here|'%1' comes here with what it holds|"
           "this temporary holds '%2' until the whole expression has been evaluated|this temporary "
           "holds its lock until the whole expression has been evaluated}0",
           DiagnosticIDs::Note)
          << (L.Path.empty()   ? Mutex.empty() ? 4 : 3
              : !H.Since       ? 2
              : !Mutex.empty() ? 1
                               : 0)
          << Guard << Mutex;
    }
    if (!C.library())
      return;
    for (const model::Alternative &Other : C.library()->Alternatives)
      if (Other.Class == "lock" && findName(U.context(), Other.What.Name)) {
        diag(S.At->Await->getBeginLoc(),
             "%0 has '%1', which makes coroutines wait instead of threads", DiagnosticIDs::Note)
            << C.library()->Title << Other.What.Name;
        break;
      }
  }

  const IgnoreOption Ignored;
};

std::unique_ptr<tidy::ClangTidyCheck> makeLockAcrossAwaitCheck(llvm::StringRef Name,
                                                               tidy::ClangTidyContext *Context) {
  return std::make_unique<LockAcrossAwaitCheck>(Name, Context);
}

} // namespace cotidy
