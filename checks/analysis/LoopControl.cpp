// SPDX-License-Identifier: Apache-2.0
// Looks at the heads of loops and at the ways out of their bodies.
#include "LoopControl.h"
#include "Names.h"
#include "Tasks.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

Doubt doubt(llvm::StringLiteral Why, const Stmt *At) { return {Why, At->getBeginLoc()}; }

/// How many elements a range has by its type or by the list in the head, if that is known.
std::optional<uint64_t> sizeOf(const Expr *Range, ASTContext &Context) {
  QualType T = Range->getType().getNonReferenceType();
  if (const auto *A = Context.getAsConstantArrayType(T))
    return A->getSize().getZExtValue();
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  if (identifierOf(S) == "array" && S->getTemplateArgs().size() == 2 &&
      S->getTemplateArgs()[1].getKind() == TemplateArgument::Integral)
    return S->getTemplateArgs()[1].getAsIntegral().getZExtValue();
  std::optional<uint64_t> Size;
  if (identifierOf(S) == "initializer_list")
    walk(Range, [&](const Stmt *Part) {
      if (const auto *List = dyn_cast<InitListExpr>(Part); List && !Size)
        Size = List->getNumInits();
      return !Size;
    });
  return Size;
}

std::optional<Doubt> doubtRange(const CXXForRangeStmt *R, Unit &U) {
  if (R->getCoawaitLoc().isValid())
    return doubt("the next element has to be awaited", R);
  const Expr *Init = R->getRangeInit();
  if (!Init || Init->isTypeDependent())
    return doubt("the type of the range is not known in the pattern", R);
  if (std::optional<uint64_t> Size = sizeOf(Init, U.context()); Size && *Size <= 1)
    return doubt("there is at most one iteration", R);
  // A generator of the library may be resumed by what the body awaits.
  if (!Init->getType().getNonReferenceType()->isArrayType() &&
      isGeneratorType(Init->getType(), U.models()))
    return doubt("the range is a generator", R);
  return std::nullopt;
}

/// Whether a counter from its initial value to a constant bound makes at most one step.
bool runsAtMostOnce(const VarDecl *Index, const Expr *Bound, BinaryOperatorKind Op,
                    const ASTContext &Context) {
  Expr::EvalResult From, To;
  if (!Bound || !Index->getInit() || Index->getInit()->isValueDependent() ||
      Bound->isValueDependent() || !Index->getType()->isIntegerType() ||
      !Index->getInit()->EvaluateAsInt(From, Context) || !Bound->EvaluateAsInt(To, Context))
    return false;
  llvm::APSInt A = From.Val.getInt(), B = To.Val.getInt();
  if (A.getSignificantBits() > 63 || B.getSignificantBits() > 63)
    return false;
  uint64_t Count = std::abs(B.getExtValue() - A.getExtValue());
  return Count + (Op == BO_LE || Op == BO_GE) <= 1;
}

/// A counter or iterator is compared with something that the loop does not change.
std::optional<Doubt> doubtCount(const LoopFacts &L, Unit &U) {
  const LoopParts &P = L.parts();
  if (!P.Cond)
    return doubt("the loop has no condition", P.Loop);
  const Expr *Cond = P.Cond->IgnoreParenImpCasts();
  if (const auto *X = dyn_cast<ExprWithCleanups>(Cond))
    Cond = X->getSubExpr()->IgnoreParenImpCasts();
  const Expr *A = nullptr, *B = nullptr;
  BinaryOperatorKind Op = BO_NE;
  if (const auto *X = dyn_cast<BinaryOperator>(Cond); X && X->isComparisonOp()) {
    A = X->getLHS(), B = X->getRHS(), Op = X->getOpcode();
  } else if (const auto *X = dyn_cast<CXXOperatorCallExpr>(Cond);
             X && X->isComparisonOp() && X->getNumArgs() == 2) {
    A = X->getArg(0), B = X->getArg(1);
  } else if (const auto *X = dyn_cast<CXXRewrittenBinaryOperator>(Cond)) {
    auto Parts = X->getDecomposedForm();
    A = Parts.LHS, B = Parts.RHS;
  } else {
    A = Cond; // `n--`
    if (!L.indexIn(A) || !L.indexIn(A)->getType()->isIntegerType())
      return doubt("no counter or iterator is compared with a bound", P.Cond);
  }
  const VarDecl *Index = L.indexIn(A);
  if (!Index && B) {
    Index = L.indexIn(B);
    std::swap(A, B);
  }
  if (!Index)
    return doubt("no counter or iterator is compared with a bound", P.Cond);
  // A step in the body is skipped by `continue`.
  if (llvm::any_of(L.mentionsOf(Index),
                   [](const Mention &M) { return M.What == Use::Step && M.InBody; })) {
    bool Continues = false;
    walk(P.Body, [&](const Stmt *S) {
      Continues |= isa<ContinueStmt>(S) && L.targetOf(S) == P.Loop;
      return !Continues;
    });
    if (Continues)
      return doubt("a 'continue' can skip the step of the counter", P.Loop);
  }
  bool Fixed = true;
  if (B)
    walk(B, [&](const Stmt *S) {
      const auto *E = dyn_cast<Expr>(S);
      if (const VarDecl *V = variableIn(E)) {
        Fixed &= !L.isInside(V) && !L.isIndex(V);
        for (const Mention &M : L.mentionsOf(V))
          Fixed &= M.What == Use::Read || M.What == Use::Element || M.What == Use::WriteSlot ||
                   M.What == Use::Alias;
      }
      if (isa<CXXThisExpr>(S))
        for (const auto &[Field, Where] : L.members())
          for (const Mention &M : Where)
            Fixed &= M.At != S || M.What == Use::Read || M.What == Use::Element;
      return Fixed;
    });
  if (!Fixed)
    return doubt("the bound changes in the loop", P.Cond);
  if (runsAtMostOnce(Index, B, Op, U.context()))
    return doubt("there is at most one iteration", P.Loop);
  return std::nullopt;
}

bool mentionsAwait(const Stmt *Root) {
  bool Found = false;
  walk(Root, [&](const Stmt *S) {
    Found |= isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S);
    return !Found;
  });
  return Found;
}

/// Tells conditions whose values are known before anything of the iteration is awaited.
class PlainValues {
public:
  explicit PlainValues(const LoopFacts &L) : L(L) {}

  bool isPlain(const Expr *E) {
    bool Plain = true;
    walk(E, [&](const Stmt *S) {
      Plain &= !isa<CoroutineSuspendExpr, DependentCoawaitExpr, CXXThisExpr>(S);
      if (const auto *X = dyn_cast<CallExpr>(S); Plain && X)
        Plain = asksItsArguments(X);
      if (const auto *X = dyn_cast<Expr>(S); Plain && X)
        if (const VarDecl *V = variableIn(X))
          Plain = isPlain(V);
      return Plain;
    });
    return Plain;
  }

private:
  /// Whether the answer depends on the objects that the call names, as far as one can tell: a
  /// function without any has its answer from elsewhere.
  static bool asksItsArguments(const CallExpr *X) {
    Call At = describe(X);
    if (!At.Callee)
      return false;
    const auto *M = dyn_cast<CXXMethodDecl>(At.Callee);
    if (!M || M->isStatic())
      return !At.Args.empty();
    return M->isConst() && !M->getParent()->isLambda() && At.ObjectExpr &&
           !saysWhereToRun(At.ObjectExpr->getType());
  }
  bool isPlain(const VarDecl *V) {
    auto [It, New] = Known.try_emplace(V, false);
    if (!New)
      return It->second;
    bool Plain = decide(V);
    return Known[V] = Plain;
  }
  bool decide(const VarDecl *V) {
    if (L.isIndex(V))
      return true;
    if (!V->hasLocalStorage() && !V->getType().isConstQualified())
      return false;
    if (isHandle(V->getType()) || (V->getType()->isReferenceType() && V != L.element()))
      return false;
    for (const Mention &M : L.mentionsOf(V))
      if (M.What != Use::Read && M.What != Use::Element)
        return false;
    return !L.isInside(V) || V == L.element() ||
           (V->getInit() && !mentionsAwait(V->getInit()) && isPlain(V->getInit()));
  }
  const LoopFacts &L;
  llvm::DenseMap<const VarDecl *, bool> Known;
};

} // namespace

std::optional<Doubt> doubtHead(const LoopFacts &L, Unit &U) {
  for (const Suspension *S : L.awaits()) {
    if (S->IsYield)
      return doubt("it yields a value", S->Await);
    if (!L.inBody(S->Await))
      return doubt("its head awaits", S->Await);
  }
  return L.parts().Range ? doubtRange(L.parts().Range, U) : doubtCount(L, U);
}

std::optional<Doubt> doubtExits(const LoopFacts &L) {
  const Stmt *Loop = L.parts().Loop;
  const Parents &Up = L.parents();
  PlainValues Values(L);
  std::optional<Doubt> Found;
  walk(L.parts().Body, [&](const Stmt *S) {
    if (Found)
      return false;
    if (isa<GotoStmt, IndirectGotoStmt, CoyieldExpr, GCCAsmStmt, LabelStmt>(S)) {
      Found = doubt("control flow that is not followed", S);
      return false;
    }
    bool Throws = isa<CXXThrowExpr>(S);
    if (!Throws && !isa<CoreturnStmt, ReturnStmt>(S) &&
        !(isa<BreakStmt>(S) && L.targetOf(S) == Loop))
      return true;
    bool Guarded = false, Plain = true;
    const Stmt *Child = S;
    for (const Stmt *P = Up.above(S); P && P != Loop && Plain; Child = P, P = Up.above(P)) {
      if (const auto *Try = dyn_cast<CXXTryStmt>(P)) {
        if (Throws && Child == Try->getTryBlock())
          return true; // Handled within the iteration.
        Plain = false;
      } else if (const auto *I = dyn_cast<IfStmt>(P)) {
        Guarded |= Child != I->getCond();
        Plain = Values.isPlain(I->getCond());
      } else if (const auto *W = dyn_cast<SwitchStmt>(P)) {
        Guarded = true;
        Plain = Values.isPlain(W->getCond());
      } else if (const auto *C = dyn_cast<AbstractConditionalOperator>(P)) {
        Guarded |= Child != C->getCond();
        Plain = Values.isPlain(C->getCond());
      } else if (partsOfLoop(P)) {
        Plain = false;
      }
    }
    if (!Plain || !Guarded)
      Found = doubt("it can be left by what was awaited", S);
    return true;
  });
  return Found;
}

} // namespace cotidy
