// SPDX-License-Identifier: Apache-2.0
// coro-unforwarded-stop-token: finds awaited calls that would take the coroutine's stop token.
#include "CoroutineCheck.h"
#include "analysis/Names.h"
#include "analysis/StopTokens.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

/// The token as an argument for \p To.
std::string argumentFor(const ValueDecl *Token, const ParmVarDecl *To) {
  bool Has = Token->getType().getNonReferenceType()->isPointerType();
  bool Wants = To->getType().getNonReferenceType()->isPointerType();
  return (Has == Wants ? "" : Has ? "*" : "&") + Token->getNameAsString();
}

/// Where and how the token is put among the arguments; nothing in macros.
std::optional<std::pair<SourceLocation, std::string>> insertion(const Unforwarded &What,
                                                                const ASTContext &Context) {
  const CallExpr *Call = What.Call;
  if (!What.Position || Call->getBeginLoc().isMacroID() || Call->getRParenLoc().isMacroID())
    return std::nullopt;
  std::string Text = argumentFor(What.Token, What.Takes);
  unsigned At = *What.Position;
  if (At < Call->getNumArgs() && !isa<CXXDefaultArgExpr>(Call->getArg(At))) {
    SourceLocation Before = Call->getArg(At)->getBeginLoc();
    if (Before.isMacroID())
      return std::nullopt;
    return std::pair(Before, Text + ", ");
  }
  if (At == 0)
    return std::pair(Call->getRParenLoc(), Text);
  SourceLocation End = Call->getArg(At - 1)->getEndLoc();
  if (End.isMacroID())
    return std::nullopt;
  return std::pair(Lexer::getLocForEndOfToken(End, 0, Context.getSourceManager(),
                                              Context.getLangOpts()),
                   ", " + Text);
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
        if (auto Edit = insertion(Each, U.context()))
          D << FixItHint::CreateInsertion(Edit->first, Edit->second);
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
