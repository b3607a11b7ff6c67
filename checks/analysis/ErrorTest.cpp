// SPDX-License-Identifier: Apache-2.0
// Judges conditions by the error that they name, its members, codes and types.
#include "ErrorTest.h"
#include "Names.h"
#include "Steps.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

/// The constant that an expression names, or null.
const ValueDecl *constantIn(const Expr *E) {
  E = spelled(E);
  if (const auto *C = dyn_cast_or_null<CXXConstructExpr>(E); C && C->getNumArgs() >= 1)
    return constantIn(C->getArg(0));
  // `make_error_code(errc::x)` and its like.
  if (const auto *C = dyn_cast_or_null<CallExpr>(E);
      C && !isa<CXXMemberCallExpr>(C) && C->getNumArgs() == 1)
    return constantIn(C->getArg(0));
  const auto *R = dyn_cast_or_null<DeclRefExpr>(E);
  if (!R)
    return nullptr;
  const auto *V = dyn_cast<VarDecl>(R->getDecl());
  return isa<EnumConstantDecl>(R->getDecl()) || (V && V->hasGlobalStorage()) ? R->getDecl()
                                                                             : nullptr;
}

bool isNamed(const ValueDecl *Constant, llvm::ArrayRef<std::string> Names) {
  std::string Name = qualifiedName(Constant), Scoped;
  if (const auto *E = dyn_cast<EnumConstantDecl>(Constant))
    Scoped = qualifiedName(cast<EnumDecl>(E->getDeclContext())) + "::" + E->getName().str();
  return llvm::is_contained(Names, Name) || llvm::is_contained(Names, Scoped);
}

/// What decides at the end of the block. Of `a && b` each block decides one part.
const Expr *conditionOf(const CFGBlock *B) {
  const auto *E = dyn_cast_or_null<Expr>(B->getTerminatorCondition());
  while (E) {
    E = E->IgnoreParens();
    const auto *Logical = dyn_cast<BinaryOperator>(E);
    if (!Logical || !Logical->isLogicalOp())
      break;
    E = Logical->getRHS();
  }
  return E;
}

} // namespace

ErrorTests::ErrorTests(Coroutine &C, Unit &U)
    : Models(U.models()), Context(U.context()), Parent(C.surroundings().parents()) {
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit())
          walk(V->getInit(), [&, V](const Stmt *Part) {
            if (const auto *R = dyn_cast<DeclRefExpr>(Part))
              MadeFrom[R->getDecl()].push_back(V);
            return true;
          });
    return true;
  });
}

Subject ErrorTests::subjectOf(const ValueDecl *First) const {
  Subject Out;
  llvm::SmallVector<const ValueDecl *, 4> Todo;
  if (First)
    Todo.push_back(First);
  while (!Todo.empty() && Out.Names.size() < 16) {
    const ValueDecl *D = Todo.pop_back_val();
    if (!Out.Names.insert(D).second)
      continue;
    if (auto It = MadeFrom.find(D); It != MadeFrom.end())
      for (const VarDecl *V : It->second) {
        if (hands(V->getInit(), Out))
          Todo.push_back(V);
        else
          Out.Texts.insert(V);
      }
  }
  return Out;
}

bool ErrorTests::hands(const Stmt *Root, const Subject &About) const {
  bool Found = false;
  walk(Root, [&](const Stmt *S) {
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(S)) {
      llvm::StringRef Name = nameOf(M->getMethodDecl());
      if (Name == "what" || Name == "message" || Name == "category")
        return false;
    }
    if (const auto *R = dyn_cast<DeclRefExpr>(S))
      Found |= About.Names.contains(R->getDecl());
    return !Found;
  });
  return Found;
}

bool ErrorTests::names(const Stmt *Root, const Subject &About) const {
  bool Found = false;
  walk(Root, [&](const Stmt *S) {
    if (const auto *R = dyn_cast<DeclRefExpr>(S))
      Found |= About.Names.contains(R->getDecl()) || About.Texts.contains(R->getDecl());
    return !Found;
  });
  return Found;
}

bool ErrorTests::isSubject(const Expr *E, const Subject &About) const {
  E = spelled(E);
  while (E) {
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(E)) {
      llvm::StringRef Name = nameOf(M->getMethodDecl());
      if (Name != "code" && Name != "value" && Name != "default_error_condition")
        return false;
      E = spelled(M->getImplicitObjectArgument());
    } else if (const auto *M = dyn_cast<MemberExpr>(E)) {
      E = spelled(M->getBase());
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
               O && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star)) {
      E = spelled(O->getArg(0));
    } else if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_Deref) {
      E = spelled(U->getSubExpr());
    } else {
      break;
    }
  }
  const auto *R = dyn_cast_or_null<DeclRefExpr>(E);
  return R && About.Names.contains(R->getDecl());
}

std::optional<bool> ErrorTests::memberSays(QualType T, llvm::StringRef Member,
                                           const Subject &About) const {
  for (const model::Library *L : About.Libraries)
    if (L && L->Cancel)
      for (const model::Outcome &O : L->Cancel->Values)
        if (isOfType(T, typeNamed(Context, O.Type))) {
          if (llvm::is_contained(O.Failed, Member))
            return true;
          if (llvm::is_contained(O.Succeeded, Member))
            return false;
        }
  return std::nullopt;
}

bool ErrorTests::isCode(const ValueDecl *Constant, const Subject &About) const {
  return llvm::any_of(About.Libraries, [&](const model::Library *L) {
    return L && L->Cancel && isNamed(Constant, L->Cancel->Codes);
  });
}

ErrorTests::Verdict ErrorTests::compared(const Expr *A, const Expr *B, const Subject &About) const {
  // `state.cancelled() == type::total` asks whether a stop was requested, in more detail.
  for (const Expr *E : {A, B})
    if (const auto *Call = dyn_cast_or_null<CallExpr>(spelled(E));
        Call && !rowsFor(Models.StopRequested, describe(Call)).empty())
      return {Verdict::Stop};
  if (!isSubject(A, About))
    std::swap(A, B);
  if (!isSubject(A, About))
    return {hands(A, About) || hands(B, About) ? Verdict::Unknown : Verdict::Unrelated};
  const ValueDecl *Constant = constantIn(B);
  if (!Constant)
    return {Verdict::Unknown};
  if (isCode(Constant, About))
    return {Verdict::Separates, true};
  return {Verdict::Known, false};
}

bool ErrorTests::namesCancellation(QualType T, const Subject &About) const {
  const CXXRecordDecl *R = recordOf(T);
  return R && R->hasDefinition() && llvm::any_of(About.Classes, [&](const CXXRecordDecl *Class) {
           return Class && (Class->getCanonicalDecl() == R->getCanonicalDecl() ||
                            R->getDefinition()->isDerivedFrom(Class));
         });
}

ErrorTests::Verdict ErrorTests::judge(const Expr *E, const Subject &About, Facts Known,
                                      unsigned Depth) const {
  E = spelled(E);
  if (!E || Depth > 32)
    return {};
  auto Again = [&](const Expr *Part) { return judge(Part, About, Known, Depth + 1); };
  if (const auto *N = dyn_cast<UnaryOperator>(E); N && N->getOpcode() == UO_LNot)
    return Again(N->getSubExpr()).negated();
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->isLogicalOp()) {
      bool IsAnd = B->getOpcode() == BO_LAnd;
      Verdict L = Again(B->getLHS()), R = Again(B->getRHS());
      for (const Verdict &V : {L, R})
        if (V.Kind == Verdict::Stop)
          return V;
      // One side decides it alone.
      for (const Verdict &V : {L, R})
        if ((V.Kind == Verdict::Known || V.Kind == Verdict::Separates) && V.Value != IsAnd)
          return V;
      if (L.Kind >= Verdict::Known && R.Kind >= Verdict::Known)
        return L.Kind == Verdict::Separates ? L : R;
      if (L.Kind == Verdict::Unrelated && R.Kind == Verdict::Unrelated)
        return {};
      return {Verdict::Unknown};
    }
    if (B->getOpcode() == BO_EQ)
      return compared(B->getLHS(), B->getRHS(), About);
    if (B->getOpcode() == BO_NE)
      return compared(B->getLHS(), B->getRHS(), About).negated();
  }
  if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    auto Form = R->getDecomposedForm();
    if (Form.Opcode == BO_EQ)
      return compared(Form.LHS, Form.RHS, About);
    if (Form.Opcode == BO_NE)
      return compared(Form.LHS, Form.RHS, About).negated();
  }
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
    if (O->getOperator() == OO_EqualEqual && O->getNumArgs() == 2)
      return compared(O->getArg(0), O->getArg(1), About);
    if (O->getOperator() == OO_ExclaimEqual && O->getNumArgs() == 2)
      return compared(O->getArg(0), O->getArg(1), About).negated();
    if (O->getOperator() == OO_Exclaim && isSubject(O->getArg(0), About))
      return Again(O->getArg(0)).negated();
  }
  if (const auto *D = dyn_cast<CXXDynamicCastExpr>(E))
    if (hands(D, About))
      return namesCancellation(D->getType(), About) ? Verdict{Verdict::Separates, true}
                                                    : Verdict{Verdict::Unknown};
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (!rowsFor(Models.StopRequested, describe(Call)).empty())
      return {Verdict::Stop};
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(E);
        M && isSubject(M->getImplicitObjectArgument(), About)) {
      const auto *Ref = dyn_cast<MemberExpr>(M->getCallee()->IgnoreParens());
      if (Ref && Ref->getNumTemplateArgs() == 1 &&
          Ref->getTemplateArgs()[0].getArgument().getKind() == TemplateArgument::Type)
        return {Verdict::Separates,
                namesCancellation(Ref->getTemplateArgs()[0].getArgument().getAsType(), About)};
      if (auto Says = memberSays(M->getObjectType(), nameOf(M->getMethodDecl()), About))
        return {Verdict::Known, *Says};
    }
  }
  if (isSubject(E, About))
    if (auto Says = memberSays(E->getType(), "operator bool", About))
      return {Verdict::Known, *Says};
  const ValueDecl *D = nullptr;
  if (const auto *R = dyn_cast<DeclRefExpr>(E))
    D = R->getDecl();
  else if (const auto *M = dyn_cast<MemberExpr>(E))
    D = M->getMemberDecl();
  for (const auto &[Which, Value] : Known)
    if (D == Which && Value)
      return {Verdict::Known, *Value};
  // A name for a test that was made before.
  if (const auto *V = dyn_cast_or_null<VarDecl>(D);
      V && V->getInit() && V->isLocalVarDecl() && About.Names.contains(V))
    return Again(V->getInit());
  return {hands(E, About) ? Verdict::Unknown : Verdict::Unrelated};
}

bool ErrorTests::asksToStop(const Stmt *Branch, const Expr *Condition) const {
  const Stmt *Owner = Branch;
  if (isa<Expr>(Branch))
    for (const Stmt *Up : Parent.of(Branch)) {
      Owner = Up;
      if (!isa<Expr>(Up))
        break;
    }
  if (const auto *I = dyn_cast<IfStmt>(Owner)) {
    bool Leaves = false;
    walk(I->getThen(), [&](const Stmt *S) {
      Leaves |= isa<BreakStmt, CoreturnStmt, CXXThrowExpr>(S);
      return !Leaves;
    });
    if (!Leaves)
      return false;
  } else if (!isa<WhileStmt, ForStmt, DoStmt>(Owner)) {
    return false;
  }
  bool Found = false;
  walk(Condition, [&](const Stmt *S) {
    if (const auto *R = dyn_cast<DeclRefExpr>(S))
      Found |= isStopLike(nameOf(R->getDecl()));
    else if (const auto *M = dyn_cast<MemberExpr>(S))
      Found |= isStopLike(nameOf(M->getMemberDecl()));
    else if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(S))
      Found |= D->getMember().isIdentifier() &&
               isStopLike(D->getMember().getAsIdentifierInfo()->getName());
    return !Found;
  });
  return Found;
}

llvm::SmallVector<const CFGBlock *, 4> ErrorTests::waysOn(const CFGBlock *B, const Subject &About,
                                                          Facts Known, bool MayGiveUp,
                                                          bool &Separated) const {
  llvm::SmallVector<const CFGBlock *, 4> Next = normalSuccessors(B);
  const Stmt *Branch = B->getTerminatorStmt();
  if (!Branch || B->succ_size() < 2)
    return Next;
  if (const auto *S = dyn_cast<SwitchStmt>(Branch)) {
    if (!hands(S->getCond(), About))
      return Next;
    if (!isSubject(S->getCond(), About))
      return {};
    const CFGBlock *Default = nullptr;
    for (const CFGBlock *Case : Next) {
      const auto *Label = dyn_cast_or_null<CaseStmt>(Case->getLabel());
      if (!Label)
        Default = Case;
      else if (compared(S->getCond(), Label->getLHS(), About).Kind == Verdict::Separates) {
        Separated = true;
        return {Case};
      }
    }
    return Default ? llvm::SmallVector<const CFGBlock *, 4>{Default} : Next;
  }
  const Expr *Condition = conditionOf(B);
  if (!Condition || B->succ_size() != 2)
    return Next;
  Verdict V = judge(Condition, About, Known);
  if (V.Kind == Verdict::Stop || asksToStop(Branch, Condition))
    return {};
  if (V.Kind == Verdict::Unknown && MayGiveUp)
    return {};
  if (V.Kind != Verdict::Known && V.Kind != Verdict::Separates)
    return Next;
  if (V.Kind == Verdict::Separates)
    Separated = true;
  const CFGBlock *Taken = *(V.Value ? B->succ_begin() : B->succ_begin() + 1);
  if (!Taken)
    return {};
  return {Taken};
}

} // namespace cotidy
