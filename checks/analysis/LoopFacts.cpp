// SPDX-License-Identifier: Apache-2.0
// Collects the names in a loop and decides what is done with each.
#include "LoopFacts.h"
#include "Names.h"

using namespace clang;

namespace cotidy {

std::optional<LoopParts> partsOfLoop(const Stmt *S) {
  if (const auto *R = dyn_cast<CXXForRangeStmt>(S))
    return LoopParts{S, R->getBody(), nullptr, nullptr, R};
  if (const auto *F = dyn_cast<ForStmt>(S))
    return LoopParts{S, F->getBody(), F->getCond(), F->getInc(), nullptr};
  if (const auto *W = dyn_cast<WhileStmt>(S))
    return LoopParts{S, W->getBody(), W->getCond(), nullptr, nullptr};
  if (const auto *D = dyn_cast<DoStmt>(S))
    return LoopParts{S, D->getBody(), D->getCond(), nullptr, nullptr};
  return std::nullopt;
}

llvm::StringRef identifierOf(const NamedDecl *D) {
  return D && D->getIdentifier() ? D->getName() : llvm::StringRef();
}

const VarDecl *variableIn(const Expr *E) {
  const ValueDecl *D = nullptr;
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    D = Ref->getDecl();
  else if (const auto *M = dyn_cast_or_null<MemberExpr>(E))
    D = M->getMemberDecl(); // A static member.
  if (const auto *B = dyn_cast_or_null<BindingDecl>(D))
    D = dyn_cast_or_null<VarDecl>(B->getDecomposedDecl());
  return dyn_cast_or_null<VarDecl>(D);
}

LoopFacts::LoopFacts(Coroutine &C, Unit &U, Effects &What, const LoopParts &L,
                     llvm::ArrayRef<const Suspension *> Awaits)
    : U(U), Summaries(What), L(L), Awaits(Awaits), Up(C.surroundings().parents()) {
  collect();
  // What a slot is shows once the indexes are known; until then each variable may be one.
  classify(/*Guess=*/true);
  findIndexes();
  classify(/*Guess=*/false);
}

llvm::ArrayRef<Mention> LoopFacts::mentionsOf(const VarDecl *V) const {
  auto It = Names.find(V);
  return It == Names.end() ? llvm::ArrayRef<Mention>() : llvm::ArrayRef(It->second);
}

bool LoopFacts::inBody(const Stmt *S) const {
  for (const Stmt *P = S; P; P = Up.above(P))
    if (Up.above(P) == L.Loop)
      return P == L.Body;
  return false;
}

/// Notes each name in what runs once an iteration.
void LoopFacts::collect() {
  if (L.Range)
    Inside.insert(L.Range->getLoopVariable());
  for (const Stmt *Part :
       {L.Body, static_cast<const Stmt *>(L.Inc), static_cast<const Stmt *>(L.Cond)}) {
    bool InBody = Part == L.Body;
    walk(Part, [&](const Stmt *S) {
      if (const auto *D = dyn_cast<DeclStmt>(S)) {
        for (const Decl *Each : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(Each); V && V->hasLocalStorage())
            Inside.insert(V);
      } else if (const auto *H = dyn_cast<CXXCatchStmt>(S)) {
        if (H->getExceptionDecl())
          Inside.insert(H->getExceptionDecl());
      } else if (const auto *E = dyn_cast<Expr>(S); E && isa<DeclRefExpr, MemberExpr>(E)) {
        if (const VarDecl *V = variableIn(E))
          Names[V].push_back({E, Use::Read, InBody, false});
      } else if (const auto *This = dyn_cast<CXXThisExpr>(S)) {
        const Stmt *P = Up.above(S);
        while (P && isa<ImplicitCastExpr, ParenExpr>(P))
          P = Up.above(P);
        const auto *M = dyn_cast_or_null<MemberExpr>(P);
        Members[M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr].push_back(
            {This, Use::Read, InBody, false});
      }
      return true;
    });
  }
}

void LoopFacts::classify(bool Guess) {
  bool ByKey = false;
  auto IsIndex = [&](const Expr *E) {
    if (!Guess)
      return isIndexExpr(E, ByKey);
    const VarDecl *V = variableIn(E->IgnoreUnlessSpelledInSource());
    return V && !Inside.contains(V);
  };
  auto Leaves = [&](const CallExpr *X) { return leavesAlone(X); };
  auto OnlyReads = [&](const FunctionDecl *F, unsigned I) { return Summaries.onlyReads(F, I); };
  UseFinder Uses(Up, U.context(), IsIndex, Leaves, OnlyReads);
  auto Decide = [&](auto &All) {
    for (auto &[Decl, Where] : All)
      for (Mention &M : Where) {
        ByKey = false;
        M.What = Uses.of(M.At);
        M.ByKey = ByKey;
      }
  };
  Decide(Names);
  Decide(Members);
}

/// Whether \p S runs once in each iteration: in the head, or right in the body.
bool LoopFacts::isUnconditional(const Stmt *S) const {
  const Stmt *Child = S;
  for (const Stmt *P = Up.above(S); P; Child = P, P = Up.above(P)) {
    if (P == L.Loop)
      return true;
    if (isa<IfStmt, ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, SwitchStmt, CXXTryStmt,
            AbstractConditionalOperator, CXXCatchStmt>(P))
      return false;
    if (const auto *B = dyn_cast<BinaryOperator>(P); B && B->isLogicalOp() && B->getRHS() == Child)
      return false;
  }
  return false;
}

void LoopFacts::findIndexes() {
  for (const auto &[V, Where] : Names) {
    if (Inside.contains(V) || V->getType()->isReferenceType() || !V->hasLocalStorage())
      continue;
    unsigned Steps = 0;
    bool Only = true;
    for (const Mention &M : Where) {
      if (M.What == Use::Read || M.What == Use::Element || M.What == Use::WriteSlot)
        continue;
      // `i += 2` in the head is a step, too.
      bool Steady = M.What == Use::Step || (M.What == Use::Accumulate && !M.InBody);
      Only &= Steady && isUnconditional(M.At);
      Steps += Steady;
    }
    if (Only && Steps == 1)
      Indexes.insert(V);
  }
}

const VarDecl *LoopFacts::indexIn(const Expr *E) const {
  E = E ? E->IgnoreUnlessSpelledInSource() : nullptr;
  if (const auto *X = dyn_cast_or_null<UnaryOperator>(E); X && X->isIncrementDecrementOp())
    E = X->getSubExpr()->IgnoreUnlessSpelledInSource();
  else if (const auto *X = dyn_cast_or_null<CXXOperatorCallExpr>(E);
           X && (X->getOperator() == OO_PlusPlus || X->getOperator() == OO_MinusMinus))
    E = X->getArg(0)->IgnoreUnlessSpelledInSource();
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && Indexes.contains(V) ? V : nullptr;
}

bool LoopFacts::isIndexExpr(const Expr *E, bool &ByKey) const {
  if (indexIn(E))
    return true;
  // A key that is the element, or a part of it, tells the slots apart, or else the last one wins.
  if (!L.Range || E->getType()->isPointerType())
    return false;
  const Expr *Part = E->IgnoreUnlessSpelledInSource();
  while (const auto *M = dyn_cast<MemberExpr>(Part))
    Part = M->getBase()->IgnoreUnlessSpelledInSource();
  if (!isa<DeclRefExpr>(Part) || variableIn(Part) != element())
    return false;
  return ByKey = true;
}

bool LoopFacts::isSlot(const Expr *E) const {
  for (unsigned Steps = 0; E && Steps < 64; ++Steps) {
    E = E->IgnoreUnlessSpelledInSource();
    if (const auto *X = dyn_cast<ArraySubscriptExpr>(E)) {
      if (indexIn(X->getIdx()))
        return true;
      E = X->getBase();
    } else if (const auto *X = dyn_cast<CXXOperatorCallExpr>(E); X && X->getNumArgs()) {
      if (X->getOperator() == OO_Subscript && X->getNumArgs() > 1 ? indexIn(X->getArg(1))
                                                                  : indexIn(X->getArg(0)))
        return true;
      E = X->getArg(0);
    } else if (const auto *X = dyn_cast<CXXMemberCallExpr>(E)) {
      if (identifierOf(X->getMethodDecl()) != "at" || X->getNumArgs() != 1)
        return false;
      if (indexIn(X->getArg(0)))
        return true;
      E = X->getImplicitObjectArgument();
    } else if (const auto *X = dyn_cast<MemberExpr>(E)) {
      E = X->getBase();
      if (X->isArrow() && indexIn(E))
        return true;
    } else if (const auto *X = dyn_cast<UnaryOperator>(E)) {
      if (X->getOpcode() == UO_Deref && indexIn(X->getSubExpr()))
        return true;
      E = X->getSubExpr();
    } else if (const auto *X = dyn_cast<CallExpr>(E); X && X->isCallToStdMove()) {
      E = X->getArg(0);
    } else {
      return false;
    }
  }
  return false;
}

bool LoopFacts::isVarying(const Expr *E) const {
  bool Found = false;
  walk(E, [&](const Stmt *S) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      const VarDecl *V = variableIn(Ref);
      Found |= V && (Inside.contains(V) || Indexes.contains(V));
    }
    return !Found;
  });
  return Found;
}

const Stmt *LoopFacts::targetOf(const Stmt *S) const {
  for (const Stmt *P = Up.above(S); P; P = Up.above(P))
    if (partsOfLoop(P) || (isa<BreakStmt>(S) && isa<SwitchStmt>(P)))
      return P;
  return nullptr;
}

bool LoopFacts::leavesAlone(const CallExpr *X) const {
  Call At = describe(X);
  if (!At.Callee || At.Dispatched)
    return false;
  Effects::Summary S = Summaries.of(At.Callee);
  return S.Visible && !S.ChangesObject && !S.ChangesShared;
}

LoopFacts::Origin LoopFacts::originOf(const VarDecl *V) const { return originOf(V, 0); }

LoopFacts::Origin LoopFacts::originOf(const VarDecl *V, unsigned Depth) const {
  QualType T = V->getType();
  if (V == element()) {
    if (isHandle(T.getNonReferenceType()) && !saysWhereToRun(T))
      return {Origin::Elsewhere, nullptr};
    if (!T->isReferenceType())
      return {};
    return {Origin::Element, L.Range->getRangeInit()};
  }
  if (!T->isReferenceType() && !isHandle(T) && !T->isPointerType())
    return {};
  if (!V->getInit() || Depth > 16) {
    // A caught exception is the iteration's own.
    bool Caught = T->isReferenceType() && !V->getInit() && !isa<ParmVarDecl>(V);
    return {Caught ? Origin::Own : Origin::Elsewhere, nullptr};
  }
  Root Of = rootOf(V->getInit());
  if (Of.Kind == Root::Temporary)
    return {};
  // A pointer to an element is as good as a reference; one that an element holds leads elsewhere.
  const auto *Address = dyn_cast<UnaryOperator>(V->getInit()->IgnoreUnlessSpelledInSource());
  bool Handle = isHandle(T.getNonReferenceType()) &&
                !(Address && Address->getOpcode() == UO_AddrOf && T->isPointerType());
  if (Of.Kind == Root::Variable && Inside.contains(Of.Var)) {
    Origin From = originOf(Of.Var, Depth + 1);
    if (From.Kind == Origin::Element && Handle)
      return {Origin::Elsewhere, nullptr};
    return From;
  }
  bool IsElement =
      !Handle && isSlot(Address && T->isPointerType() ? Address->getSubExpr() : V->getInit());
  if ((Of.Kind == Root::Variable || Of.Kind == Root::This) && IsElement)
    return {Origin::Element, V->getInit()};
  return {Origin::Elsewhere, nullptr};
}

} // namespace cotidy
