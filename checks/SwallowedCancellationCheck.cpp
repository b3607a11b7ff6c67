// SPDX-License-Identifier: Apache-2.0
// coro-swallowed-cancellation: finds handlers that drop the cancellation of their coroutine.
#include "CoroutineCheck.h"
#include "analysis/Cancellation.h"
#include "analysis/Names.h"
#include "fixes/Rethrow.h"

using namespace clang;

namespace cotidy {

/// finds handlers that catch the cancellation of a coroutine and let it go on as if nothing had
/// happened
class SwallowedCancellationCheck : public CoroutineCheck {
public:
  SwallowedCancellationCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
      : CoroutineCheck(Name, Context), AllowAtEnd(Options.get("AllowAtEnd", false)) {}

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    CoroutineCheck::storeOptions(Opts);
    Options.store(Opts, "AllowAtEnd", AllowAtEnd);
  }

protected:
  void look(Coroutine &C, Unit &U) override {
    // Nothing can be cancelled while it waits for its caller to ask for the next value.
    if (C.role() == Coroutine::Role::SyncGenerator || C.suspensions().empty())
      return;
    for (const Swallowed &Each : findSwallowed(C, U)) {
      if (Each.Then == Aftermath::Ends && (AllowAtEnd || mayBeRoot(C, U)))
        continue;
      SourceLocation Loc = Each.Handler ? Each.Handler->getBeginLoc() : Each.Read->getBeginLoc();
      if (!firstAt(Loc))
        continue;
      if (Each.Handler)
        reportHandler(C, Each, Loc);
      else
        reportValue(C, Each, Loc);
    }
  }

private:
  /// How a message names the signal of the library.
  static std::string signalName(const Signal &S) {
    if (!S.IsCoded || !S.Library || S.Library->Cancel->Codes.empty())
      return "'" + S.Name + "'";
    return "'" + S.Name + "' with the code '" + S.Library->Cancel->Codes.front() + "'";
  }

  void reportHandler(Coroutine &C, const Swallowed &What, SourceLocation Loc) {
    {
      auto D =
          diag(Loc, "this handler swallows the cancellation of %0%select{, which ends normally: "
                    "its caller is not told and goes on|, which goes on as if "
                    "nothing had happened, and whoever cancelled it waits on| and the loop goes "
                    "around again: it does not end, and whoever cancelled it waits for ever}1");
      D << nameOf(C) << unsigned(What.Then);
      if (auto Fix = rethrown(C, What))
        attach(D,
               What.What.IsCoded ? FixKind::RethrowByCode
               : What.IsExact    ? FixKind::RethrowAtEnd
                                 : FixKind::RethrowBefore,
               FixIs::Safe, *Fix);
    }
    if (What.What.Class)
      diag(What.Point->Await->getBeginLoc(), "the cancellation is thrown by this await, as %0",
           DiagnosticIDs::Note)
          << signalName(What.What);
    else
      diag(What.Point->Await->getBeginLoc(), "a cancellation would be thrown by this await",
           DiagnosticIDs::Note);
    if (What.Then == Aftermath::GoesOn && What.Next)
      diag(What.Next->getBeginLoc(), "it goes on here", DiagnosticIDs::Note);
  }

  void reportValue(Coroutine &C, const Swallowed &What, SourceLocation Loc) {
    diag(Loc, "a cancellation in '%0' is treated like any other result and the loop goes around "
              "again: %1 does not end, and whoever cancelled it waits for ever")
        << What.Value->getName() << nameOf(C);
    diag(What.Point->Await->getBeginLoc(), "the cancellation comes out of this await as a value",
         DiagnosticIDs::Note);
  }

  const bool AllowAtEnd;
};

std::unique_ptr<tidy::ClangTidyCheck>
makeSwallowedCancellationCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context) {
  return std::make_unique<SwallowedCancellationCheck>(Name, Context);
}

} // namespace cotidy
