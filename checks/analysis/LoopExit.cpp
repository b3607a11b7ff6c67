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

} // namespace

LoopExits::LoopExits(const Stmt *Inside, const Parents &Parent) : Parent(Parent) {
  const Stmt *Outermost = nullptr;
  for (const Stmt *Up : Parent.of(Inside)) {
    const Stmt *Condition = nullptr;
    if (const auto *W = dyn_cast<WhileStmt>(Up)) {
      Condition = W->getCond();
    } else if (const auto *D = dyn_cast<DoStmt>(Up)) {
      Condition = D->getCond();
    } else if (const auto *F = dyn_cast<ForStmt>(Up)) {
      Condition = F->getCond();
      if (F->getInc())
        Heads.push_back(F->getInc());
    } else if (!isa<CXXForRangeStmt>(Up)) {
      continue;
    }
    Outermost = Up;
    if (Condition) {
      Heads.push_back(Condition);
      ask(Condition);
    }
  }
  if (!Outermost)
    return;
  // Also the branches that leave a loop from within.
  walk(Outermost, [&](const Stmt *S) {
    const auto *I = dyn_cast<IfStmt>(S);
    if (!I)
      return true;
    const Stmt *Then = I->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then))
      Then = Block->body_empty() ? nullptr : Block->body_back();
    if (isa_and_nonnull<BreakStmt, CoreturnStmt, CXXThrowExpr>(Then))
      ask(I->getCond());
    return true;
  });
}

void LoopExits::ask(const Stmt *Condition) {
  walk(Condition, [&](const Stmt *S) {
    // Of a chain of members the longest is what is asked; a member function asks its object.
    if (isa<DeclRefExpr, MemberExpr, CXXThisExpr>(S)) {
      const Expr *E = cast<Expr>(S);
      if (const auto *M = dyn_cast<MemberExpr>(E); M && isa<CXXMethodDecl>(M->getMemberDecl()))
        E = M->getBase();
      Object O = objectOf(E);
      if (!O.empty() && !(O.size() == 1 && isa_and_nonnull<FunctionDecl>(O.front())))
        Asked.push_back(O);
      return O.empty();
    }
    return true;
  });
}

bool LoopExits::mayEnd(const Stmt *S) const {
  if (Asked.empty())
    return false;
  bool Found = false;
  forEachChanged(S, [&](const Expr *E) {
    Object O = objectOf(E);
    Found |= !O.empty() && llvm::any_of(Asked, [&](const Object &A) { return overlap(A, O); });
  });
  if (!Found)
    return false;
  if (llvm::is_contained(Heads, S))
    return false;
  for (const Stmt *Up : Parent.of(S))
    if (llvm::is_contained(Heads, Up))
      return false;
  return true;
}

} // namespace cotidy
