// SPDX-License-Identifier: Apache-2.0
// coro-dangling-reference: finds tasks that outlive what they refer to.
#include "CoroutineCheck.h"
#include "analysis/Dangling.h"
#include "analysis/Names.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

/// finds tasks that are kept longer than something that they refer to: a temporary, a local, or the
/// captures of a lambda
class DanglingReferenceCheck : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

protected:
  void look(Coroutine &C, Unit &U) override {
    Of = &U;
    find(C.function(), C.body());
  }

  /// Functions that are no coroutines make, keep and return tasks, too.
  void endOfUnit() override {
    if (Of)
      for (const FunctionDecl *F : Of->plainFunctions())
        find(F, F->getBody());
    Of = nullptr;
    Uses.Known.clear();
  }

private:
  void find(const FunctionDecl *F, const Stmt *Body) {
    for (const DanglingTask &T : DanglingTasks(F, Body, *Of, Uses).find())
      report(T);
  }

  void report(const DanglingTask &T) {
    const FunctionDecl *F = T.Call->getDirectCallee();
    const Stmt *Written = T.Call;
    SourceLocation At = isa<CXXDefaultArgExpr>(T.At) ? Written->getBeginLoc() : T.At->getExprLoc();
    if (!firstAt(At))
      return;
    std::string Name = displayName(F);
    Name = Name == "lambda" ? "this lambda" : "'" + Name + "'";
    std::string Local = T.Local ? T.Local->getNameAsString() : "";
    enum {
      Default,
      Temporary,
      Variable,
      OfTemporary,
      OfVariable,
      Closure,
      ClosureVariable
    } What = T.What == DanglingTask::Argument     ? (T.Local                        ? Variable
                                                     : isa<CXXDefaultArgExpr>(T.At) ? Default
                                                                                    : Temporary)
             : T.What == DanglingTask::ThisObject ? (T.Local ? OfVariable : OfTemporary)
                                                  : (T.Local ? ClosureVariable : Closure);
    static constexpr llvm::StringLiteral Text =
        "the task that %0 returns refers to %select{the temporary of a default argument|this "
        "temporary|'%2'|this temporary as its 'this'|'%2' as its 'this'|the captures of this "
        "temporary lambda|the captures of the lambda '%2'}1, which %select{is gone at the end of "
        "the expression|is gone at the end of its scope|is gone when the function returns}3, but "
        "%select{'%5' keeps the task|'%5' keeps the task|the caller gets the task|the task goes "
        "on on its own}4";
    {
      auto D = diag(At, Text);
      D << Name << What << Local
        << (!T.Local                        ? 0
            : T.Who == DanglingTask::Caller ? 2
                                            : 1)
        << T.Who << (T.Holder ? T.Holder->getNameAsString() : std::string());
      if (What == Closure)
        if (std::optional<CharSourceRange> Call = callOfLambda(T))
          attach(D, FixKind::KeptLambda, FixIs::Safe, {{*Call, ""}});
    }
    if (T.Use)
      diag(T.Use->getExprLoc(),
           "it is used here%select{, when the task is run|, after a suspension}0",
           DiagnosticIDs::Note)
          << T.AfterSuspension;
    else if (T.Parameter)
      diag(T.Parameter->getLocation(), "it is taken as a reference here, and the task is lazy",
           DiagnosticIDs::Note);
  }

  /// The parentheses that call the lambda, where a spawn would take the lambda itself.
  std::optional<CharSourceRange> callOfLambda(const DanglingTask &T) const {
    const auto *Call = dyn_cast<CXXOperatorCallExpr>(T.Call);
    if (!T.TakesCallables || !Call || Call->getOperator() != OO_Call || Call->getNumArgs() != 1 ||
        !isa<LambdaExpr>(Call->getArg(0)->IgnoreUnlessSpelledInSource()->IgnoreParens()) ||
        Call->getBeginLoc().isMacroID() || Call->getEndLoc().isMacroID())
      return std::nullopt;
    const ASTContext &Context = Of->context();
    SourceLocation Behind = Lexer::getLocForEndOfToken(
        Call->getArg(0)->getEndLoc(), 0, Context.getSourceManager(), Context.getLangOpts());
    return CharSourceRange::getTokenRange(Behind, Call->getEndLoc());
  }

  DanglingUses Uses;
  Unit *Of = nullptr; ///< The unit at work, as long as it has coroutines.
};

std::unique_ptr<tidy::ClangTidyCheck> makeDanglingReferenceCheck(llvm::StringRef Name,
                                                                 tidy::ClangTidyContext *Context) {
  return std::make_unique<DanglingReferenceCheck>(Name, Context);
}

} // namespace cotidy
