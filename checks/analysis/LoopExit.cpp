// SPDX-License-Identifier: Apache-2.0
// Compares the objects that conditions read with those that calls and assignments can change.
#include "LoopExit.h"
#include "Steps.h"
#include "Words.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether one of them is the other, or a part of it.
bool overlap(const Object &A, const Object &B) {
  for (size_t I = 0; I < A.size() && I < B.size(); ++I)
    if (A[I] != B[I])
      return false;
  return true;
}

bool isChangeable(QualType T) {
  return (T->isReferenceType() || T->isPointerType()) && !T->getPointeeType().isConstQualified();
}

/// Calls \p Visit with each expression whose object \p S can change.
void forEachChanged(const Stmt *S, llvm::function_ref<void(const Expr *)> Visit) {
  // To count is no answer to a cancellation: only a value of its own is.
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->getOpcode() == BO_Assign)
    return Visit(B->getLHS());
  const auto *C = dyn_cast<CallExpr>(S);
  if (!C)
    return;
  if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(C->getCallee()->IgnoreParens())) {
    if (!D->isImplicitAccess())
      Visit(D->getBase());
    return;
  }
  Call At = describe(C);
  if (!At.Callee || isLogLike(nameOf(At.Callee)))
    return;
  const auto *M = dyn_cast<CXXMethodDecl>(At.Callee);
  if (M && At.ObjectExpr && !M->isConst() && !M->isStatic())
    Visit(At.ObjectExpr);
  for (unsigned I = 0; I < At.Args.size() && I < At.Callee->getNumParams(); ++I)
    if (isChangeable(At.Callee->getParamDecl(I)->getType()))
      Visit(At.Args[I]);
}

/// The condition of a loop; null where it has none, or \p S is none.
const Stmt *conditionOf(const Stmt *S) {
  if (const auto *W = dyn_cast<WhileStmt>(S))
    return W->getCond();
  if (const auto *D = dyn_cast<DoStmt>(S))
    return D->getCond();
  if (const auto *F = dyn_cast<ForStmt>(S))
    return F->getCond();
  return nullptr;
}

bool isLoop(const Stmt *S) { return isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(S); }

} // namespace

void LoopExits::ask(const Stmt *Condition, Questions &Into) {
  walk(Condition, [&](const Stmt *S) {
    // Of a chain of members the longest is what is asked; a member function asks its object.
    if (!isa<DeclRefExpr, MemberExpr, CXXThisExpr>(S))
      return true;
    const Expr *E = cast<Expr>(S);
    if (const auto *M = dyn_cast<MemberExpr>(E); M && isa<CXXMethodDecl>(M->getMemberDecl()))
      E = M->getBase();
    Object O = objectOf(E);
    if (O.empty())
      return true;
    if (!isa_and_nonnull<FunctionDecl, EnumConstantDecl>(O.front()))
      Into[O.front()].push_back(O);
    return false;
  });
}

const LoopExits::Questions &LoopExits::branchesIn(const Stmt *Loop) {
  auto [It, New] = Branches.try_emplace(Loop);
  if (New)
    walk(Loop, [&, &Into = It->second](const Stmt *S) {
      const auto *I = dyn_cast<IfStmt>(S);
      if (!I)
        return true;
      const Stmt *Then = I->getThen();
      if (const auto *Block = dyn_cast<CompoundStmt>(Then))
        Then = Block->body_empty() ? nullptr : Block->body_back();
      if (isa_and_nonnull<BreakStmt, CoreturnStmt, CXXThrowExpr>(Then))
        ask(I->getCond(), Into);
      return true;
    });
  return It->second;
}

const LoopExits::Loops &LoopExits::around(const Stmt *Inside) {
  while (Inside && !isLoop(Inside))
    Inside = Parent.above(Inside);
  auto [It, New] = Around.try_emplace(Inside);
  Loops &L = It->second;
  if (New)
    for (const Stmt *Up = Inside; Up; Up = Parent.above(Up)) {
      if (!isLoop(Up))
        continue;
      L.Outermost = Up;
      if (const auto *F = dyn_cast<ForStmt>(Up); F && F->getInc())
        L.Heads.push_back(F->getInc());
      if (const Stmt *Condition = conditionOf(Up)) {
        L.Heads.push_back(Condition);
        ask(Condition, L.Asked);
      }
    }
  return L;
}

bool LoopExits::mayEnd(const Stmt *S, const Stmt *Inside) {
  const Loops *L = nullptr;
  bool Found = false;
  forEachChanged(S, [&](const Expr *E) {
    Object O = objectOf(E);
    if (O.empty() || Found)
      return;
    if (!L)
      L = &around(Inside);
    if (!L->Outermost)
      return;
    auto Asks = [&](const Questions &All) {
      auto It = All.find(O.front());
      return It != All.end() &&
             llvm::any_of(It->second, [&](const Object &A) { return overlap(A, O); });
    };
    Found = Asks(L->Asked) || Asks(branchesIn(L->Outermost));
  });
  if (!Found)
    return false;
  // Whether it stands in the head itself.
  for (const Stmt *Up = S; Up; Up = Parent.above(Up))
    if (llvm::is_contained(L->Heads, Up))
      return false;
  return true;
}

} // namespace cotidy
