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
      if (Each.Then == Aftermath::Ends && (AllowAtEnd || isRoot(C, U)))
        continue;
      SourceLocation Loc =
          Each.Handler ? Each.Handler->getBeginLoc() : Each.Read->getBeginLoc();
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
      static constexpr llvm::StringLiteral Consequence[] = {
          "%0 ends as if it had done its work, and its caller goes on",
          "%0 goes on with what comes next as if nothing had happened",
          "the loop goes around again, so that %0 cannot be cancelled there"};
      auto D = diag(Loc, ("this handler swallows the cancellation of %0: " +
                          Consequence[unsigned(What.Then)].drop_front(0))
                             .str());
      D << nameOf(C);
      if (auto Fix = rethrown(C, What))
        D << FixItHint::CreateInsertion(Fix->At, Fix->Text);
    }
    if (What.What.Class)
      diag(What.Point->Await->getBeginLoc(),
           "the cancellation is thrown by this await, as %0", DiagnosticIDs::Note)
          << signalName(What.What);
    else
      diag(What.Point->Await->getBeginLoc(), "a cancellation would be thrown by this await",
           DiagnosticIDs::Note);
    if (What.Then == Aftermath::GoesOn && What.Next)
      diag(What.Next->getBeginLoc(), "it goes on here", DiagnosticIDs::Note);
  }

  void reportValue(Coroutine &C, const Swallowed &What, SourceLocation Loc) {
    diag(Loc, "a cancellation in '%0' is treated like any other error, and the loop goes around "
              "again, so that %1 cannot be cancelled there")
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
