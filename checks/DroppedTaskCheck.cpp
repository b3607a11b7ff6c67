// SPDX-License-Identifier: Apache-2.0
// coro-dropped-task: finds tasks that nobody awaits, keeps or passes on.
#include "CoroutineCheck.h"
#include "analysis/DroppedTasks.h"
#include "analysis/Names.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

std::string nameOfCallee(const FunctionDecl *F) {
  std::string Name = displayName(F);
  return Name == "lambda" ? "this lambda" : "'" + Name + "'";
}

/// Where the expression begins; that of a call operator is its object.
SourceLocation beginOf(const Stmt *S) { return S->getBeginLoc(); }

/// Whether both are the same class, or instances of one template that differ in their first
/// argument at most: the result.
bool differInResult(QualType A, QualType B) {
  if (A.isNull() || B.isNull() || A->isPointerType() || B->isPointerType())
    return false;
  const CXXRecordDecl *First = recordOf(A), *Second = recordOf(B);
  if (!First || !Second)
    return false;
  if (First->getCanonicalDecl() == Second->getCanonicalDecl())
    return true;
  // In a pattern, the result may be unknown.
  if (A->isDependentType())
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(Second))
      return S->getTemplateArgs().size() == 1 &&
             S->getSpecializedTemplate()->getTemplatedDecl()->getCanonicalDecl() ==
                 First->getCanonicalDecl();
  const auto *X = dyn_cast<ClassTemplateSpecializationDecl>(First);
  const auto *Y = dyn_cast<ClassTemplateSpecializationDecl>(Second);
  if (!X || !Y ||
      X->getSpecializedTemplate()->getCanonicalDecl() !=
          Y->getSpecializedTemplate()->getCanonicalDecl() ||
      X->getTemplateArgs().size() != Y->getTemplateArgs().size())
    return false;
  for (unsigned I = 1; I < X->getTemplateArgs().size(); ++I)
    if (!X->getTemplateArgs()[I].structurallyEquals(Y->getTemplateArgs()[I]))
      return false;
  return true;
}

/// Whether `co_await` may stand before the call: the coroutine can await it, and is there allowed
/// to.
bool canAwait(Coroutine &C, const CallExpr *Call) {
  for (const Stmt *P : C.surroundings().parents().of(Call))
    if (isa<CXXCatchStmt, StmtExpr>(P))
      return false;
  // An operator would take the await for its operand.
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Call);
      O && O->getOperator() != OO_Call && O->getOperator() != OO_Subscript)
    return false;
  if (C.role() == Coroutine::Role::Task &&
      differInResult(C.function()->getReturnType(), Call->getType()))
    return true;
  return llvm::any_of(C.suspensions(), [&](const Suspension &S) {
    return !S.IsYield && differInResult(S.Operand->getType(), Call->getType());
  });
}

} // namespace

/// finds tasks that are neither awaited, returned, kept nor handed on, so that they never run or
/// their errors are lost
class DroppedTaskCheck : public CoroutineCheck {
public:
  DroppedTaskCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
      : CoroutineCheck(Name, Context), ReportDetached(Options.get("ReportDetached", false)) {}

  void storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) override {
    CoroutineCheck::storeOptions(Opts);
    Options.store(Opts, "ReportDetached", ReportDetached);
  }

protected:
  void look(Coroutine &C, Unit &U) override {
    Of = &U;
    for (const DroppedTask &T : droppedTasks(C.body(), U.models()))
      report(T, &C);
    detached(C.body(), U);
  }

  /// The other functions of a unit that has coroutines drop tasks, too.
  void endOfUnit() override {
    if (Of)
      for (const FunctionDecl *F : Of->plainFunctions()) {
        for (const DroppedTask &T : droppedTasks(F->getBody(), Of->models()))
          report(T, nullptr);
        detached(F->getBody(), *Of);
      }
    Of = nullptr;
  }

private:
  /// \p C is the coroutine that the task is dropped in, or null.
  void report(const DroppedTask &T, Coroutine *C) {
    const FunctionDecl *F = T.Call->getDirectCallee();
    SourceLocation At = T.Stored ? T.Stored->getLocation() : beginOf(T.Call);
    if (!firstAt(At))
      return;
    enum {
      Lazy,
      Eager,
      Unknown
    } When = !T.When                         ? Unknown
             : *T.When == model::Start::Lazy ? Lazy
                                             : Eager;
    std::string Text = fix(T, C);
    {
      auto D =
          diag(At, "the task that %0 returns is %select{dropped|kept in '%2' and never used}1: "
                   "%select{it only starts when it is awaited, so its work is never done|it "
                   "runs on its own and its errors are lost|if it starts when it is awaited, "
                   "its work is never done, and else its errors are lost}3");
      D << nameOfCallee(F) << (T.Stored != nullptr)
        << (T.Stored ? T.Stored->getNameAsString() : std::string()) << When;
      // A lazy task did nothing before. One that runs already would now be waited for.
      if (!Text.empty() && When == Lazy)
        attach(D, FixKind::AwaitedTask, FixIs::Safe, {{range(T), Text}});
    }
    if (!Text.empty() && When != Lazy) {
      auto D = diag(At, "await it: what follows then waits until it is done, and gets its errors",
                    DiagnosticIDs::Note);
      attach(D, FixKind::AwaitedTask, FixIs::Suggestion, {{range(T), Text}});
    }
    if (const FunctionDecl *Definition = F->getDefinition();
        Definition && !inSystemHeader(Definition) && coroutineBody(Definition))
      diag(Definition->getLocation(), "%0 is a coroutine", DiagnosticIDs::Note)
          << nameOfCallee(Definition);
  }

  /// What is replaced: nothing before the call, or the declaration up to its initialiser.
  static CharSourceRange range(const DroppedTask &T) {
    SourceLocation From = T.Stored ? T.Declared->getBeginLoc() : beginOf(T.Call);
    return CharSourceRange::getCharRange(From, beginOf(T.Call));
  }

  /// The text that awaits the task, or nothing.
  std::string fix(const DroppedTask &T, Coroutine *C) {
    if (!C || beginOf(T.Call).isMacroID() || T.Call->getEndLoc().isMacroID() ||
        !canAwait(*C, T.Call))
      return {};
    if (!T.Stored)
      return "co_await ";
    // The whole declaration goes: it must be one of this variable alone, and `T t = call`.
    if (!T.Declared->isSingleDecl() || T.Declared->getBeginLoc().isMacroID() ||
        T.Stored->getInitStyle() != VarDecl::CInit || T.Stored->getType()->isReferenceType())
      return {};
    const Stmt *Above = C->surroundings().parents().above(T.Declared);
    if (!isa_and_nonnull<CompoundStmt>(Above))
      return {};
    const SourceManager &SM = Of->context().getSourceManager();
    CharSourceRange Range = range(T);
    llvm::StringRef Old = Lexer::getSourceText(Range, SM, Of->context().getLangOpts());
    if (Old.empty() || Old.contains("//") || Old.contains("/*") || Old.contains("[["))
      return {};
    return "co_await ";
  }

  void detached(const Stmt *Body, Unit &U) {
    if (!ReportDetached)
      return;
    for (const DetachedTask &T : detachedTasks(Body, U.models(), U.context())) {
      if (!firstAt(T.Spawn->getExprLoc()))
        continue;
      diag(T.Spawn->getExprLoc(),
           "%0 is started where nobody is told how it ends: an error that it throws is lost, or "
           "ends the program")
          << nameOfCallee(T.Coroutine);
      diag(T.Throws->getExprLoc(), "this can throw, and no handler takes everything",
           DiagnosticIDs::Note);
    }
  }

  const bool ReportDetached;
  Unit *Of = nullptr; ///< The unit at work, as long as it has coroutines.
};

std::unique_ptr<tidy::ClangTidyCheck> makeDroppedTaskCheck(llvm::StringRef Name,
                                                           tidy::ClangTidyContext *Context) {
  return std::make_unique<DroppedTaskCheck>(Name, Context);
}

} // namespace cotidy
