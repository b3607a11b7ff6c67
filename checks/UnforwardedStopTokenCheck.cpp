// SPDX-License-Identifier: Apache-2.0
// coro-unforwarded-stop-token: finds awaited calls that would take the coroutine's stop token.
#include "CoroutineCheck.h"
#include "analysis/Names.h"
#include "analysis/StopTokens.h"
#include "fixes/Arguments.h"

using namespace clang;

namespace cotidy {
namespace {

/// The token as an argument for \p To.
std::string argumentFor(const ValueDecl *Token, const ParmVarDecl *To) {
  bool Has = Token->getType().getNonReferenceType()->isPointerType();
  bool Wants = To->getType().getNonReferenceType()->isPointerType();
  return (Has == Wants ? "" : Has ? "*" : "&") + Token->getNameAsString();
}

} // namespace

/// finds awaited calls that could be told to stop, in coroutines that have a token to pass on
class UnforwardedStopTokenCheck : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

protected:
  void look(Coroutine &C, Unit &U) override {
    for (const Unforwarded &Each : findUnforwarded(C, U)) {
      if (!firstAt(Each.Call->getExprLoc()))
        continue;
      {
        auto D = diag(Each.Call->getExprLoc(),
                      "'%0' is not told when %1 is asked to stop: it would take '%2', and without "
                      "it the coroutine waits for its end");
        D << displayName(Each.Taker) << nameOf(C) << Each.Token->getName();
        if (Each.Position)
          if (auto Edit = insertedArgument(Each.Call, *Each.Position,
                                           argumentFor(Each.Token, Each.Takes), U.context()))
            attach(D, FixKind::ForwardedToken, FixIs::Safe, *Edit);
      }
      diag(Each.Takes->getLocation(),
           "%select{this parameter takes it; its default is never asked to stop|this overload "
           "takes it}0",
           DiagnosticIDs::Note)
          << unsigned(Each.IsOverload);
    }
  }
};

std::unique_ptr<tidy::ClangTidyCheck>
makeUnforwardedStopTokenCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context) {
  return std::make_unique<UnforwardedStopTokenCheck>(Name, Context);
}

} // namespace cotidy
