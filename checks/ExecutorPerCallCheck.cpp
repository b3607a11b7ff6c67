// SPDX-License-Identifier: Apache-2.0
// coro-executor-per-call: finds thread pools and event loops that a coroutine makes for one use.
#include "CoroutineCheck.h"
#include "analysis/Executors.h"
#include "analysis/Names.h"

using namespace clang;

namespace cotidy {

/// finds thread pools and event loops that a coroutine makes anew for one use
class ExecutorPerCallCheck : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

protected:
  void look(Coroutine &C, Unit &U) override {
    for (const ExecutorUse &Each : executorsForOneUse(C, U)) {
      // The coroutine that the program's main one is, or a test's, owns them for its whole run.
      const Frequency &How = U.runs().of(C.function());
      if (How.Kind == Frequency::Once || How.IsFirst)
        return;
      SourceLocation At = Each.Local ? Each.Local->getLocation() : Each.Made->getBeginLoc();
      if (firstAt(At))
        report(C, U, Each, How, At);
    }
  }

private:
  void report(const Coroutine &C, Unit &U, const ExecutorUse &E, const Frequency &How,
              SourceLocation At) {
    llvm::StringRef What = E.Row ? llvm::StringRef(E.Row->What) : "thread pool";
    diag(At,
         "%0 makes %select{the %2 '%3'|a %2}1 for one use each time it runs: "
         "%select{starting and ending its threads costs more than the work that it shall spread|"
         "while it runs, it blocks the thread of the loop that %0 runs on}4")
        << nameOf(C) << (E.Local ? 0 : 1) << What << (E.Local ? E.Local->getName() : "")
        << unsigned(E.Runs);
    diag(E.Use->getExprLoc(), "this is the one use of it", DiagnosticIDs::Note);
    const auto *M = dyn_cast<CXXMethodDecl>(C.function());
    const bool Member = M && !M->getParent()->isLambda();
    if (E.Runs)
      diag(C.function()->getLocation(),
           "await here what it shall run, or spawn that on the loop that runs this coroutine",
           DiagnosticIDs::Note);
    else if (How.Kind == Frequency::Often)
      diag(How.Site->getExprLoc(),
           "it runs as often as this loop does: make the %0 before the loop, and pass it on by "
           "reference",
           DiagnosticIDs::Note)
          << What;
    else
      diag(C.function()->getLocation(),
           "%select{make the %1 where it outlives the calls of this coroutine, and pass it by "
           "reference|make the %1 a member of '%2', or pass it by reference}0",
           DiagnosticIDs::Note)
          << unsigned(Member) << What << (Member ? M->getParent()->getName() : "");
    if (!E.From)
      return;
    for (const model::Alternative &Other : E.From->Alternatives)
      if (Other.Class == "shared-executor" && findName(U.context(), Other.What.Name)) {
        diag(E.Use->getExprLoc(), "%0 has '%1', which the whole program shares",
             DiagnosticIDs::Note)
            << E.From->Title << Other.What.Name;
        break;
      }
  }
};

std::unique_ptr<tidy::ClangTidyCheck> makeExecutorPerCallCheck(llvm::StringRef Name,
                                                               tidy::ClangTidyContext *Context) {
  return std::make_unique<ExecutorPerCallCheck>(Name, Context);
}

} // namespace cotidy
