// SPDX-License-Identifier: Apache-2.0
// Answers the questions about single steps of a path.
#include "Steps.h"
#include "Names.h"
#include "Words.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

static const ValueDecl *target(const Expr *E) {
  E = spelled(E);
  if (const auto *R = dyn_cast_or_null<DeclRefExpr>(E))
    return R->getDecl();
  if (const auto *M = dyn_cast_or_null<MemberExpr>(E))
    return M->getMemberDecl();
  return nullptr;
}

std::pair<const ValueDecl *, unsigned> assigned(const Stmt *S) {
  const Expr *To = nullptr, *From = nullptr;
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp()) {
    To = B->getLHS();
    From = B->getOpcode() == BO_Assign ? B->getRHS() : nullptr;
  } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S);
             O && O->isAssignmentOp() && O->getNumArgs() == 2) {
    To = O->getArg(0);
    From = O->getOperator() == OO_Equal ? O->getArg(1) : nullptr;
  } else if (const auto *U = dyn_cast<UnaryOperator>(S); U && U->isIncrementDecrementOp()) {
    To = U->getSubExpr();
  } else if (const auto *M = dyn_cast<CXXMemberCallExpr>(S);
             M && nameOf(M->getMethodDecl()) == "store" && M->getNumArgs()) {
    To = M->getImplicitObjectArgument();
    From = M->getArg(0);
  }
  if (!To)
    return {nullptr, 0};
  unsigned Value = 0;
  if (From) {
    const Expr *E = spelled(From);
    if (const auto *B = dyn_cast<CXXBoolLiteralExpr>(E))
      Value = B->getValue() ? 2 : 1;
    else if (const auto *I = dyn_cast<IntegerLiteral>(E))
      Value = I->getValue() != 0 ? 2 : 1;
    else if (isa<CXXNullPtrLiteralExpr>(E))
      Value = 1;
  }
  return {target(To), Value};
}

bool leavesLoop(const Stmt *Break, const Parents &Parent) {
  for (const Stmt *Up : Parent.of(Break)) {
    if (isa<SwitchStmt>(Up))
      return false;
    if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(Up))
      return true;
  }
  return false;
}

bool isInLoop(const Stmt *S, const Parents &Parent) {
  return llvm::any_of(Parent.of(S), [](const Stmt *Up) {
    return isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(Up);
  });
}

bool isInFiniteLoop(const Stmt *S, const Parents &Parent) {
  for (const Stmt *Up : Parent.of(S)) {
    if (isa<WhileStmt, DoStmt>(Up))
      return false;
    if (const auto *F = dyn_cast<ForStmt>(Up))
      return F->getCond() && F->getInc();
    if (const auto *R = dyn_cast<CXXForRangeStmt>(Up))
      return R->getCoawaitLoc().isInvalid();
  }
  return false;
}

llvm::SmallVector<const CFGBlock *, 4> normalSuccessors(const CFGBlock *B) {
  llvm::SmallVector<const CFGBlock *, 4> Result;
  for (const CFGBlock *Next : B->succs()) {
    if (Next)
      Result.push_back(Next);
    // Without a terminator the second one leads to the handlers or out.
    if (!B->getTerminator().isValid())
      break;
  }
  return Result;
}

} // namespace cotidy
