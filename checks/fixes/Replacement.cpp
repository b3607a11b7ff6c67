// SPDX-License-Identifier: Apache-2.0
// Builds awaited sleeps and offloads from the templates of the models.
#include "Replacement.h"
#include "analysis/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

/// The source of \p E, or nothing where a macro has a part in its ends.
std::optional<llvm::StringRef> textOf(const Expr *E, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  if (E->getBeginLoc().isMacroID() || E->getEndLoc().isMacroID())
    return std::nullopt;
  bool Invalid = false;
  llvm::StringRef Text = Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                                              SM, Context.getLangOpts(), &Invalid);
  if (Invalid || Text.empty())
    return std::nullopt;
  return Text;
}

bool holdsComment(llvm::StringRef Text) { return Text.contains("//") || Text.contains("/*"); }

/// Whether \p Child, a part of \p Parent, is a statement whose value nobody takes.
bool isStatementOf(const Stmt *Parent, const Stmt *Child) {
  if (isa<CompoundStmt, LabelStmt, SwitchCase, AttributedStmt>(Parent))
    return true;
  if (const auto *I = dyn_cast<IfStmt>(Parent))
    return Child == I->getThen() || Child == I->getElse();
  if (const auto *W = dyn_cast<WhileStmt>(Parent))
    return Child == W->getBody();
  if (const auto *D = dyn_cast<DoStmt>(Parent))
    return Child == D->getBody();
  if (const auto *F = dyn_cast<ForStmt>(Parent))
    return Child == F->getBody() || Child == F->getInc();
  if (const auto *R = dyn_cast<CXXForRangeStmt>(Parent))
    return Child == R->getBody();
  return false;
}

/// A lock that belongs to its thread: an await must not be put under it.
bool isThreadLock(const VarDecl *V) {
  const CXXRecordDecl *R = recordOf(V->getType());
  // In a template the class may depend on a parameter, but not which template it is made from.
  if (!R)
    if (const auto *T = V->getType()->getAs<TemplateSpecializationType>())
      if (const TemplateDecl *D = T->getTemplateName().getAsTemplateDecl())
        R = dyn_cast_or_null<CXXRecordDecl>(D->getTemplatedDecl());
  if (!R)
    if (const auto *T = V->getType()->getAs<DeducedTemplateSpecializationType>())
      if (const TemplateDecl *D = T->getTemplateName().getAsTemplateDecl())
        R = dyn_cast_or_null<CXXRecordDecl>(D->getTemplatedDecl());
  if (!R)
    return false;
  if (R->hasAttr<ScopedLockableAttr>())
    return true;
  llvm::StringRef Name = R->getIdentifier() ? R->getName() : "";
  return Name == "lock_guard" || Name == "unique_lock" || Name == "scoped_lock" ||
         Name == "shared_lock" || Name == "upgrade_lock";
}

/// Whether a mutex that was locked by hand may still be locked at \p E.
bool mayHoldMutex(Coroutine &C, const Expr *E) {
  auto IsUnlock = [](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    return F && F->getIdentifier() && F->getName().contains("unlock");
  };
  for (llvm::StringRef Name : {"lock", "lock_shared", "try_lock", "pthread_mutex_lock"})
    for (const CallExpr *Lock : C.surroundings().callsOf(Name)) {
      // The lock of a coroutine library is awaited, and may be held across awaits.
      bool Awaited = llvm::any_of(C.surroundings().parents().of(Lock), [](const Stmt *S) {
        return isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S);
      });
      if (!Awaited && C.flow().reaches(Lock, E, IsUnlock))
        return true;
    }
  return false;
}

/// Whether an await may stand in place of \p E, and \p AsStatement whether its value is dropped.
bool awaitFits(Coroutine &C, const Expr *E, bool AsStatement) {
  if (C.function()->isTemplateInstantiation() || E->isInstantiationDependent())
    return false;
  auto Around = C.surroundings().parents().of(E);
  if (Around.empty())
    return false;
  for (const Stmt *S : Around)
    // No await in a handler; default arguments and initialisers are not written here.
    if (isa<CXXCatchStmt, CXXDefaultArgExpr, CXXDefaultInitExpr>(S))
      return false;
  if (AsStatement) {
    const Stmt *Child = E;
    for (const Stmt *S : Around) {
      if (isStatementOf(S, Child))
        break;
      if (!isa<ExprWithCleanups, ImplicitCastExpr, ParenExpr>(S))
        return false;
      Child = S;
    }
  }
  return llvm::none_of(C.localsAlive(E), isThreadLock) && !mayHoldMutex(C, E);
}

/// The type that is argument \p I of a class template's instance; in a pattern, where the argument
/// is not written, the default. Null where it is none.
QualType templateArgument(QualType T, size_t I) {
  auto TypeOf = [](const TemplateArgument &A) {
    return A.getKind() == TemplateArgument::Type ? A.getAsType() : QualType();
  };
  if (const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl()))
    return I < S->getTemplateArgs().size() ? TypeOf(S->getTemplateArgs()[I]) : QualType();
  const auto *S = T->getAs<TemplateSpecializationType>();
  if (!S)
    return {};
  if (I < S->template_arguments().size())
    return TypeOf(S->template_arguments()[I]);
  const TemplateDecl *Template = S->getTemplateName().getAsTemplateDecl();
  if (!Template || I >= Template->getTemplateParameters()->size())
    return {};
  const auto *P = dyn_cast<TemplateTypeParmDecl>(Template->getTemplateParameters()->getParam(I));
  return P && P->hasDefaultArgument() ? TypeOf(P->getDefaultArgument().getArgument()) : QualType();
}

/// Whether the template arguments of the coroutine's return type are those that the fix needs.
bool taskFits(Coroutine &C, const model::Fix &Fix) {
  if (Fix.TaskArgs.empty())
    return true;
  QualType Task = C.function()->getReturnType();
  for (size_t I = 0; I < Fix.TaskArgs.size(); ++I) {
    if (Fix.TaskArgs[I].empty())
      continue;
    QualType T = templateArgument(Task, I);
    const CXXRecordDecl *R = T.isNull() ? nullptr : T->getAsCXXRecordDecl();
    if (!R || qualifiedName(R) != Fix.TaskArgs[I])
      return false;
  }
  return true;
}

/// How the one object of the wanted types that is in scope at \p At is spelled.
struct Spelled {
  std::string Bare;   ///< The object itself.
  std::string Member; ///< The object with `.` or `->`.
};
std::optional<Spelled> objectInScope(Coroutine &C, const Stmt *At,
                                     llvm::ArrayRef<std::string> Types) {
  llvm::SmallVector<Spelled, 2> Found;
  auto Try = [&](llvm::StringRef Name, QualType T) {
    if (Name.empty() || T->isDependentType() || T.getNonReferenceType().isConstQualified())
      return;
    const CXXRecordDecl *Direct = recordOf(T), *Inner = pointee(T);
    auto Is = [&](const CXXRecordDecl *R) {
      return R && llvm::any_of(Types, [&](auto &N) { return isOrDerivesFrom(R, N); });
    };
    bool Pointer = T.getNonReferenceType()->isPointerType() || (Inner != Direct && !Is(Direct));
    if (Is(Direct) || Is(Inner))
      Found.push_back(Pointer ? Spelled{("*" + Name).str(), (Name + "->").str()}
                              : Spelled{Name.str(), (Name + ".").str()});
  };
  for (const VarDecl *V : C.localsAlive(At))
    Try(V->getName(), V->getType());
  if (const auto *M = dyn_cast<CXXMethodDecl>(C.function())) {
    const CXXRecordDecl *R = M->getParent();
    if (R->isLambda()) {
      for (const LambdaCapture &Capture : R->captures())
        if (Capture.capturesVariable())
          Try(Capture.getCapturedVar()->getName(), Capture.getCapturedVar()->getType());
    } else if (M->isInstance() && R->hasDefinition()) {
      for (const FieldDecl *F : R->getDefinition()->fields())
        Try(F->getName(), F->getType());
    }
  }
  if (Found.size() != 1)
    return std::nullopt;
  return Found.front();
}

void replaceAll(std::string &Text, llvm::StringRef Hole, llvm::StringRef With) {
  for (size_t At = 0; (At = Text.find(Hole.str(), At)) != std::string::npos; At += With.size())
    Text.replace(At, Hole.size(), With.str());
}

/// Fills in what does not depend on the kind of fix: the object, and the headers.
bool prepare(Coroutine &C, const Call &At, const model::Fix &Fix, const Preprocessor *PP,
             Replacement &Out) {
  if (!taskFits(C, Fix))
    return false;
  for (const model::Need &Need : Fix.Needs)
    if (!available(Need, C.surroundings().context(), PP, Out.Headers) ||
        !rootIsVisible(C, Need.Name))
      return false;
  // A local of the library's name hides the library.
  for (const VarDecl *V : C.localsAlive(At.Site))
    for (const model::Need &Need : Fix.Needs)
      if (V->getName() == llvm::StringRef(Need.Name).split("::").first)
        return false;
  Out.Text = Fix.Text;
  if (!Fix.Object.empty()) {
    std::optional<Spelled> Object = objectInScope(C, At.Site, Fix.Object);
    if (!Object)
      return false;
    replaceAll(Out.Text, "${object.}", Object->Member);
    replaceAll(Out.Text, "${object}", Object->Bare);
  }
  Out.Range = CharSourceRange::getTokenRange(At.Site->getSourceRange());
  Out.Changes = Fix.Changes;
  return true;
}

/// The periods of the chrono types that models name.
std::optional<Period> namedPeriod(llvm::StringRef Type) {
  if (!Type.consume_front("std::chrono::"))
    return std::nullopt;
  if (Type == "nanoseconds")
    return Period{1, 1000000000};
  if (Type == "microseconds")
    return Period{1, 1000000};
  if (Type == "milliseconds")
    return Period{1, 1000};
  if (Type == "seconds")
    return Period{1, 1};
  return std::nullopt;
}

/// The text of the sleep's argument as the fix needs it.
std::optional<std::string> durationText(const Expr *Arg, const model::Sleep &How,
                                        const model::Fix &Fix, const ASTContext &Context,
                                        Replacement &Out, const Preprocessor *PP) {
  std::optional<llvm::StringRef> Written = textOf(Arg->IgnoreUnlessSpelledInSource(), Context);
  if (!Written)
    return std::nullopt;
  QualType T = Arg->IgnoreUnlessSpelledInSource()->getType().getNonReferenceType();
  if (How.For == model::SleepUntil::TimePoint) {
    const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
    if (!S || qualifiedName(S) != "std::chrono::time_point")
      return std::nullopt;
    const CXXRecordDecl *Clock = S->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl();
    if (!Fix.Accepts.empty() && (!Clock || qualifiedName(Clock) != Fix.Accepts))
      return std::nullopt;
    return Written->str();
  }
  Period Given;
  std::string Text = Written->str();
  if (How.Unit.empty()) {
    std::optional<Period> P = periodOf(T);
    if (!P)
      return std::nullopt;
    Given = *P;
  } else {
    // A plain number becomes a duration; one that is no integer has lost its fraction already.
    std::optional<Period> P = namedPeriod(How.Unit);
    if (!P || !T->isIntegerType() || !available({How.Unit, "chrono"}, Context, PP, Out.Headers))
      return std::nullopt;
    Given = *P;
    Text = How.Unit + "(" + Text + ")";
  }
  std::optional<Period> Wanted = namedPeriod(Fix.Accepts);
  if (!Wanted)
    return Text;
  // A finer or fractional count does not convert by itself: round up, so that no sleep is shorter.
  bool Converts = Given.Integral && Given.Num % Wanted->Num == 0 && Wanted->Den % Given.Den == 0;
  return Converts ? Text : "std::chrono::ceil<" + Fix.Accepts + ">(" + Text + ")";
}

} // namespace

bool rootIsVisible(Coroutine &C, llvm::StringRef Qualified) {
  const ASTContext &Context = C.surroundings().context();
  llvm::StringRef Root = Qualified.split("::").first;
  for (const DeclContext *In = C.function()->getDeclContext(); In && !In->isTranslationUnit();
       In = In->getLookupParent()) {
    if (isa<FunctionDecl>(In) || In->isDependentContext())
      continue;
    auto Hits = In->getPrimaryContext()->lookup(&Context.Idents.get(Root));
    if (!Hits.empty() && !isa<NamespaceDecl>(Hits.front()->getUnderlyingDecl()))
      return false;
    for (const NamedDecl *Hit : Hits)
      if (!Hit->getDeclContext()->getRedeclContext()->isTranslationUnit())
        return false;
  }
  return true;
}

std::optional<Period> periodOf(QualType Duration) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Duration.getNonReferenceType()->getAsCXXRecordDecl());
  if (!S || qualifiedName(S) != "std::chrono::duration" || S->getTemplateArgs().size() != 2)
    return std::nullopt;
  const auto *Ratio = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      S->getTemplateArgs()[1].getAsType()->getAsCXXRecordDecl());
  if (!Ratio || Ratio->getTemplateArgs().size() != 2 ||
      Ratio->getTemplateArgs()[0].getKind() != TemplateArgument::Integral)
    return std::nullopt;
  Period P;
  P.Num = Ratio->getTemplateArgs()[0].getAsIntegral().getExtValue();
  P.Den = Ratio->getTemplateArgs()[1].getAsIntegral().getExtValue();
  P.Integral = S->getTemplateArgs()[0].getAsType()->isIntegerType();
  return P;
}

bool available(const model::Need &What, const ASTContext &Context, const Preprocessor *PP,
               llvm::SmallVectorImpl<std::string> &Headers) {
  if (findName(Context, What.Name))
    return true;
  if (!PP || What.Header.empty())
    return false;
  auto &Search = PP->getHeaderSearchInfo();
  ConstSearchDirIterator Dir = nullptr;
  OptionalFileEntryRef File =
      Search.LookupFile(What.Header, SourceLocation(), /*isAngled=*/true, nullptr, &Dir, {},
                        nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
  if (!File)
    return false;
  if (!llvm::is_contained(Headers, What.Header))
    Headers.push_back(What.Header);
  return true;
}

std::optional<Replacement> awaitedSleep(Coroutine &C, const Call &At, const model::Sleep &How,
                                        const Preprocessor *PP) {
  const ASTContext &Context = C.surroundings().context();
  if (!C.library() || !At.Site || How.Arg >= At.Args.size() || !awaitFits(C, At.Site, true))
    return std::nullopt;
  std::optional<llvm::StringRef> Written = textOf(At.Site, Context);
  if (!Written || holdsComment(*Written))
    return std::nullopt;
  for (const model::Fix &Fix : C.library()->SleepFixes) {
    Replacement Out;
    if (Fix.For != How.For || !prepare(C, At, Fix, PP, Out))
      continue;
    std::optional<std::string> Text = durationText(At.Args[How.Arg], How, Fix, Context, Out, PP);
    if (!Text)
      continue;
    replaceAll(Out.Text, "${duration}", *Text);
    return Out;
  }
  return std::nullopt;
}

std::optional<Replacement> offloaded(Coroutine &C, const Call &At, const Preprocessor *PP) {
  const ASTContext &Context = C.surroundings().context();
  if (!C.library() || !At.Site || !isa<CallExpr>(At.Site) || !awaitFits(C, At.Site, false))
    return std::nullopt;
  std::optional<llvm::StringRef> Written = textOf(At.Site, Context);
  QualType T = At.Site->getType();
  if (!Written || At.Site->isLValue())
    return std::nullopt;
  bool Awaits = false;
  walk(At.Site, [&](const Stmt *S) {
    Awaits |= isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S);
    return !Awaits;
  });
  if (Awaits)
    return std::nullopt;
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl(); R && !R->getIdentifier())
    return std::nullopt;
  PrintingPolicy Policy = Context.getPrintingPolicy();
  std::string Name = TypeName::getFullyQualifiedName(T.getUnqualifiedType(), Context, Policy);
  llvm::StringRef Type = Name;
  Type.consume_front("typename "); // Right, but nobody writes it outside of a template.
  for (const model::Fix &Fix : C.library()->OffloadFixes) {
    Replacement Out;
    if (!prepare(C, At, Fix, PP, Out))
      continue;
    replaceAll(Out.Text, "${type}", Type);
    replaceAll(Out.Text, "${call}", *Written);
    // Anything but a whole statement needs the parentheses to stay one operand.
    auto Around = C.surroundings().parents().of(At.Site);
    const auto *User = llvm::find_if_not(Around, [](const Stmt *S) {
      return isa<ImplicitCastExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(S);
    });
    // An await binds like a unary operator: what stands behind the call would take its operand.
    if (User != Around.end() &&
        isa<MemberExpr, CXXDependentScopeMemberExpr, ArraySubscriptExpr, CallExpr>(*User) &&
        (!isa<CallExpr>(*User) || cast<CallExpr>(*User)->getBeginLoc() == At.Site->getBeginLoc()))
      Out.Text = "(" + Out.Text + ")";
    return Out;
  }
  return std::nullopt;
}

} // namespace cotidy
