// SPDX-License-Identifier: Apache-2.0
// Rewrites the declaration of a handle, its uses and its releases, so that an owner holds it.
#include "Ownership.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

class Writer {
public:
  Writer(Coroutine &C, Unit &U, const TrackedHandle &H, const HeldResource &R,
         const Preprocessor *PP)
      : C(C), Context(U.context()), SM(Context.getSourceManager()), H(H), R(R), PP(PP),
        Up(C.surroundings().parents()) {}

  std::optional<Ownership> makeUnique();
  std::optional<Ownership> withDeleter();
  std::optional<Ownership> withGuard();

private:
  std::optional<std::string> text(SourceRange Range) const {
    if (Range.getBegin().isMacroID() || Range.getEnd().isMacroID())
      return std::nullopt;
    bool Invalid = false;
    llvm::StringRef Text = Lexer::getSourceText(CharSourceRange::getTokenRange(Range), SM,
                                                Context.getLangOpts(), &Invalid);
    if (Invalid || Text.empty() || Text.contains("//") || Text.contains("/*"))
      return std::nullopt;
    return Text.str();
  }
  /// The one variable that the acquire initialises, in a declaration of its own.
  const DeclStmt *declaration() const;
  /// The whole statement around \p E if its value is dropped, else null.
  const Stmt *statementOf(const Expr *E) const;
  /// The statement with its semicolon.
  std::optional<CharSourceRange> withSemicolon(const Stmt *S) const;
  void edit(SourceRange Range, std::string Text) {
    Out.Edits.push_back({CharSourceRange::getTokenRange(Range), std::move(Text)});
  }
  /// How a use has to be spelled when the handle is a smart pointer.
  enum class Spelling { AsIs, Get, No };
  Spelling spellingOf(const HandleUse &U) const;

  Coroutine &C;
  ASTContext &Context;
  const SourceManager &SM;
  const TrackedHandle &H;
  const HeldResource &R;
  const Preprocessor *PP;
  const Parents &Up;
  Ownership Out;
};

const DeclStmt *Writer::declaration() const {
  const Stmt *S = R.Site->Done;
  while ((S = Up.above(S)))
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      if (!D->isSingleDecl() || D->getSingleDecl() != H.What.Path.front())
        return nullptr;
      // A declaration in a condition or a loop's head has no place for more text.
      return isa_and_nonnull<CompoundStmt>(Up.above(D)) ? D : nullptr;
    } else if (!isa<Expr>(S)) {
      return nullptr;
    }
  return nullptr;
}

const Stmt *Writer::statementOf(const Expr *E) const {
  const Stmt *Child = E;
  for (const Stmt *P = Up.above(Child); P; Child = P, P = Up.above(P)) {
    if (isa<CompoundStmt, LabelStmt>(P))
      return Child;
    if (const auto *I = dyn_cast<IfStmt>(P))
      return I->getThen() == Child || I->getElse() == Child ? Child : nullptr;
    if (!isa<ParenExpr, ExprWithCleanups, CXXBindTemporaryExpr, CoawaitExpr, CastExpr>(P))
      return nullptr;
  }
  return nullptr;
}

std::optional<CharSourceRange> Writer::withSemicolon(const Stmt *S) const {
  if (S->getBeginLoc().isMacroID() || S->getEndLoc().isMacroID())
    return std::nullopt;
  auto Next = Lexer::findNextToken(S->getEndLoc(), SM, Context.getLangOpts());
  if (!Next || Next->isNot(tok::semi))
    return std::nullopt;
  return CharSourceRange::getCharRange(S->getBeginLoc(), Next->getEndLoc());
}

Writer::Spelling Writer::spellingOf(const HandleUse &U) const {
  if (U.Ref->getBeginLoc().isMacroID())
    return Spelling::No;
  const Stmt *Child = U.Ref;
  for (const Stmt *P = Up.above(Child); P; Child = P, P = Up.above(P)) {
    if (isa<ImplicitCastExpr>(P)) {
      if (cast<ImplicitCastExpr>(P)->getCastKind() == CK_PointerToBoolean) {
        // A smart pointer becomes a condition only where one stands.
        const Stmt *Around = Up.above(P);
        return isa_and_nonnull<IfStmt, WhileStmt, UnaryOperator, BinaryOperator, ForStmt>(Around)
                   ? Spelling::AsIs
                   : Spelling::Get;
      }
      continue;
    }
    if (isa<ParenExpr>(P))
      continue;
    if (const auto *M = dyn_cast<MemberExpr>(P))
      return M->isArrow() ? Spelling::AsIs : Spelling::No;
    if (const auto *O = dyn_cast<UnaryOperator>(P))
      return O->getOpcode() == UO_Deref || O->getOpcode() == UO_LNot      ? Spelling::AsIs
             : O->getOpcode() == UO_AddrOf || O->isIncrementDecrementOp() ? Spelling::No
                                                                          : Spelling::Get;
    if (isa<LambdaExpr>(P))
      return Spelling::No;
    return Spelling::Get;
  }
  return Spelling::Get;
}

std::optional<Ownership> Writer::makeUnique() {
  const auto *New = dyn_cast<CXXNewExpr>(R.Site->Call);
  const DeclStmt *D = declaration();
  if (!New || !D || New->isArray() || New->getNumPlacementArgs() ||
      New->getInitializationStyle() == CXXNewInitializationStyle::Braces ||
      New->getOperatorNew()->getDeclContext()->isRecord())
    return std::nullopt;
  const auto *V = cast<VarDecl>(D->getSingleDecl());
  QualType T = New->getAllocatedType();
  if (!Context.hasSameType(V->getType()->getPointeeType(), T) || V->getType().isVolatileQualified())
    return std::nullopt;
  if (const CXXRecordDecl *Class = T->getAsCXXRecordDecl()) {
    // make_unique and default_delete need public members, and have no aggregate initialisation
    // before C++20's parentheses.
    const CXXConstructExpr *Made = New->getConstructExpr();
    const CXXDestructorDecl *Dtor = Class->getDestructor();
    if (!Made || Made->getConstructor()->getAccess() != AS_public ||
        (Dtor && Dtor->getAccess() != AS_public))
      return std::nullopt;
    for (const Expr *A : Made->arguments()) {
      const Expr *Written = A->IgnoreUnlessSpelledInSource();
      // Passed through a reference, a zero is no null pointer and a list has no type.
      if (isa<CXXDefaultArgExpr>(A))
        continue;
      if (isa<InitListExpr, CXXStdInitializerListExpr>(Written) ||
          (isa<IntegerLiteral, GNUNullExpr>(Written) && A->getType()->isPointerType()) ||
          Written->refersToBitField())
        return std::nullopt;
      if (const auto *Ref = dyn_cast<DeclRefExpr>(Written);
          Ref && isa<FunctionDecl>(Ref->getDecl()))
        return std::nullopt;
    }
  } else if (!T->isScalarType() ||
             New->getInitializationStyle() != CXXNewInitializationStyle::Parens) {
    return std::nullopt;
  }
  std::string Args = "()";
  SourceRange Parens = New->getDirectInitRange();
  if (New->getInitializationStyle() == CXXNewInitializationStyle::Parens) {
    auto Written = text(Parens);
    if (!Written)
      return std::nullopt;
    Args = *Written;
  }
  auto Type = text(New->getAllocatedTypeSourceInfo()->getTypeLoc().getSourceRange());
  if (!Type || !text(D->getSourceRange()))
    return std::nullopt;
  Out.Safe = true;
  Out.Kind = FixKind::MakeUnique;
  for (const HandleUse &U : H.Uses) {
    if (U.Effect == HandleEffect::Release) {
      const auto *Delete = dyn_cast<CXXDeleteExpr>(U.Place);
      const Stmt *S = Delete ? statementOf(Delete) : nullptr;
      if (!S || Delete->isGlobalDelete() || !text(S->getSourceRange()))
        return std::nullopt;
      edit(S->getSourceRange(), V->getNameAsString() + ".reset()");
      continue;
    }
    if ((U.Effect != HandleEffect::Use && U.Effect != HandleEffect::Lend) ||
        spellingOf(U) != Spelling::AsIs)
      return std::nullopt;
  }
  // Without its own delete the object would now end where it did not before.
  if (!R.Release)
    return std::nullopt;
  model::Need Need{"std::make_unique", "memory"};
  if (!available(Need, Context, PP, Out.Headers))
    return std::nullopt;
  Out.Edits.insert(Out.Edits.begin(),
                   {CharSourceRange::getTokenRange(D->getBeginLoc(), V->getInit()->getEndLoc()),
                    "auto " + V->getNameAsString() + " = std::make_unique<" + *Type + ">" + Args});
  return std::move(Out);
}

std::optional<Ownership> Writer::withDeleter() {
  const DeclStmt *D = declaration();
  const auto *V = D ? cast<VarDecl>(D->getSingleDecl()) : nullptr;
  const auto *Release = dyn_cast_or_null<CallExpr>(R.Release);
  const FunctionDecl *Free = Release ? Release->getDirectCallee() : nullptr;
  if (!V || !Free || isa<CXXMethodDecl>(Free) || Free->getNumParams() != 1 || Free->isVariadic() ||
      !V->getType()->isPointerType() || R.Site->Done != R.Site->Call)
    return std::nullopt;
  auto Init = text(V->getInit()->getSourceRange());
  if (!Init || !text(D->getSourceRange()))
    return std::nullopt;
  std::string Name = V->getNameAsString();
  for (const HandleUse &U : H.Uses) {
    if (U.Effect == HandleEffect::Release) {
      const auto *Call = dyn_cast<CallExpr>(U.Place);
      const Stmt *S = Call ? statementOf(Call) : nullptr;
      if (!S || Call->getDirectCallee() != Free || !text(S->getSourceRange()))
        return std::nullopt;
      edit(S->getSourceRange(), Name + ".reset()");
      continue;
    }
    if (U.Effect == HandleEffect::Transfer || U.Effect == HandleEffect::Reassign ||
        U.Effect == HandleEffect::Share || U.Effect == HandleEffect::Acquire)
      return std::nullopt;
    switch (spellingOf(U)) {
    case Spelling::No:
      return std::nullopt;
    case Spelling::Get:
      edit(U.Ref->getSourceRange(), Name + ".get()");
      break;
    case Spelling::AsIs:
      break;
    }
  }
  model::Need Need{"std::unique_ptr", "memory"};
  if (!available(Need, Context, PP, Out.Headers))
    return std::nullopt;
  PrintingPolicy Policy = Context.getPrintingPolicy();
  std::string Pointee =
      TypeName::getFullyQualifiedName(V->getType()->getPointeeType(), Context, Policy);
  std::string Param =
      TypeName::getFullyQualifiedName(Free->getParamDecl(0)->getType(), Context, Policy);
  std::string Result = TypeName::getFullyQualifiedName(Free->getReturnType(), Context, Policy);
  std::string FreeName = qualifiedName(Free);
  Out.Edits.insert(Out.Edits.begin(),
                   {CharSourceRange::getTokenRange(D->getBeginLoc(), V->getInit()->getEndLoc()),
                    "std::unique_ptr<" + Pointee + ", " + Result + " (*)(" + Param + ")> " + Name +
                        "(" + *Init + ", &" + FreeName + ")"});
  Out.Changes = "a std::unique_ptr releases it on every way out; where '" + FreeName +
                "' reports an error, it is not seen any more";
  return std::move(Out);
}

std::optional<Ownership> Writer::withGuard() {
  if (!R.Site->Row->Scoped || !H.What.IsObject)
    return std::nullopt;
  const model::Owner &Owner = *R.Site->Row->Scoped;
  const Stmt *S = statementOf(R.Site->Done);
  const auto *Scope = dyn_cast_or_null<CompoundStmt>(S ? Up.above(S) : nullptr);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(R.Site->Call);
  if (!Scope || !text(S->getSourceRange()))
    return std::nullopt;
  // `m.lock()` keeps its object and its way to get at the member.
  const auto *Callee = Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens()) : nullptr;
  std::optional<std::string> Object, Dotted;
  if (Callee && !Callee->isImplicitAccess()) {
    Object = text(Callee->getBase()->getSourceRange());
    if (Object) {
      Dotted = *Object + (Callee->isArrow() ? "->" : ".");
      if (Callee->isArrow())
        Object = "*" + *Object;
    }
  } else if (!Call) {
    Object = text(R.Site->Call->getSourceRange());
    if (Object)
      Dotted = *Object + ".";
  }
  // A guard takes one unit, in the way in which the call without arguments does.
  if (!Object || (Call && llvm::any_of(Call->arguments(),
                                       [](const Expr *A) { return !isa<CXXDefaultArgExpr>(A); })))
    return std::nullopt;
  // A guard needs a name that nothing else has.
  llvm::StringSet<> Taken;
  walk(C.body(), [&](const Stmt *Each) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Each); Ref && Ref->getDecl()->getIdentifier())
      Taken.insert(Ref->getDecl()->getName());
    if (const auto *M = dyn_cast<MemberExpr>(Each); M && M->getMemberDecl()->getIdentifier())
      Taken.insert(M->getMemberDecl()->getName());
    if (const auto *D = dyn_cast<DeclStmt>(Each))
      for (const Decl *Sub : D->decls())
        if (const auto *N = dyn_cast<NamedDecl>(Sub); N && N->getIdentifier())
          Taken.insert(N->getName());
    return true;
  });
  for (const ParmVarDecl *P : C.function()->parameters())
    if (P->getIdentifier())
      Taken.insert(P->getName());
  std::string Name = "guard";
  for (unsigned I = 2; Taken.contains(Name); ++I)
    Name = "guard" + std::to_string(I);
  auto Fill = [&](std::string Text) {
    for (auto [Hole, With] : {std::pair<llvm::StringRef, llvm::StringRef>{"${name}", Name},
                              {"${object.}", *Dotted},
                              {"${object}", *Object}})
      for (size_t At = 0; (At = Text.find(Hole.str(), At)) != std::string::npos; At += With.size())
        Text.replace(At, Hole.size(), With.str());
    return Text;
  };
  for (const model::Need &Need : Owner.Needs)
    if (!available(Need, Context, PP, Out.Headers))
      return std::nullopt;
  edit(S->getSourceRange(), Fill(Owner.Acquire));
  bool Any = false;
  const auto *Begin = S;
  for (const HandleUse &U : H.Uses) {
    if (U.Effect == HandleEffect::Pass || U.Effect == HandleEffect::Transfer)
      return std::nullopt;
    if (U.Effect != HandleEffect::Release)
      continue;
    // A release of another section of the same lock belongs to another guard.
    const auto *E = cast<Expr>(U.Place);
    const Stmt *Statement = statementOf(E);
    if (SM.isBeforeInTranslationUnit(E->getExprLoc(), Begin->getBeginLoc()))
      continue;
    bool Within = false, Last = false;
    for (const Stmt *P = E, *Child = nullptr; P; Child = P, P = Up.above(P))
      if (P == Scope) {
        Within = true;
        Last = Scope->body_back() == Child;
        break;
      }
    if (!Within)
      return std::nullopt;
    if (!Statement || !text(Statement->getSourceRange()))
      return std::nullopt;
    Any = true;
    if (!Owner.Release.empty()) {
      edit(Statement->getSourceRange(), Fill(Owner.Release));
    } else {
      // A guard that cannot let go earlier fits only where its scope ends right behind.
      auto Range = Last && Up.above(Statement) == Scope ? withSemicolon(Statement) : std::nullopt;
      if (!Range)
        return std::nullopt;
      Out.Edits.push_back({*Range, ""});
    }
  }
  // Two sections of the same lock in one scope: which release belongs to which is not decided here.
  unsigned Sections = 0;
  for (const HandleUse &U : H.Uses)
    if (const auto *M = dyn_cast_or_null<MemberExpr>(Up.above(U.Ref));
        M && Callee && M->getMemberDecl() == Callee->getMemberDecl())
      ++Sections;
  if (!Any || Sections > 1)
    return std::nullopt;
  Out.Changes = Owner.Changes;
  Out.Kind = FixKind::ScopedGuard;
  return std::move(Out);
}

} // namespace

std::optional<Ownership> ownerFor(Coroutine &C, Unit &U, const ResourceState &State,
                                  const HeldResource &R, const Preprocessor *PP) {
  const TrackedHandle &H = State.handle(*R.Site);
  if (C.isDependent() || C.function()->isTemplateInstantiation())
    return std::nullopt;
  if (auto Fix = Writer(C, U, H, R, PP).makeUnique())
    return Fix;
  if (auto Fix = Writer(C, U, H, R, PP).withDeleter())
    return Fix;
  return Writer(C, U, H, R, PP).withGuard();
}

} // namespace cotidy
