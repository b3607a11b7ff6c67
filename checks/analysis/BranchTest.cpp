// SPDX-License-Identifier: Apache-2.0
// Takes a condition apart into its subject, its operator and its constant.
#include "BranchTest.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cotidy {
namespace {

/// A constant as a test compares with it; null pointers are zero, `MAP_FAILED` is -1.
std::optional<int64_t> constantOf(const Expr *E, ASTContext &Context) {
  if (E->isValueDependent() || E->containsErrors())
    return std::nullopt;
  if (E->IgnoreParenImpCasts()->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull))
    return 0;
  Expr::EvalResult Result;
  const Expr *Number = E->IgnoreParenCasts();
  if (Number->getType()->isIntegralOrEnumerationType() && Number->EvaluateAsInt(Result, Context))
    return Result.Val.getInt().isRepresentableByInt64()
               ? std::optional(Result.Val.getInt().getExtValue())
               : std::nullopt;
  return std::nullopt;
}

} // namespace

bool BranchTest::holdsFor(int64_t X) const {
  bool Result = false;
  switch (Op) {
  case BO_EQ:
    Result = X == Value;
    break;
  case BO_NE:
    Result = X != Value;
    break;
  case BO_LT:
    Result = X < Value;
    break;
  case BO_LE:
    Result = X <= Value;
    break;
  case BO_GT:
    Result = X > Value;
    break;
  default:
    Result = X >= Value;
  }
  return Result != Negated;
}

std::optional<BranchTest> testOf(const Expr *Cond, ASTContext &Context) {
  BranchTest T;
  while (Cond) {
    const Expr *Before = Cond;
    Cond = Cond->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<ExprWithCleanups>(Cond))
      Cond = C->getSubExpr();
    else if (const auto *C = dyn_cast<ExplicitCastExpr>(Cond); C && C->getType()->isBooleanType())
      Cond = C->getSubExpr();
    else if (const auto *U = dyn_cast<UnaryOperator>(Cond); U && U->getOpcode() == UO_LNot) {
      T.Negated = !T.Negated;
      Cond = U->getSubExpr();
    } else if (const auto *C = dyn_cast<CallExpr>(Cond);
               C && C->getDirectCallee() && C->getDirectCallee()->getIdentifier() &&
               C->getDirectCallee()->getName() == "__builtin_expect" && C->getNumArgs())
      Cond = C->getArg(0);
    else if (const auto *B = dyn_cast<BinaryOperator>(Cond); B && B->getOpcode() == BO_Comma)
      Cond = B->getRHS();
    if (Cond == Before)
      break;
  }
  if (const auto *B = dyn_cast_or_null<BinaryOperator>(Cond); B && B->isComparisonOp()) {
    T.Op = B->getOpcode();
    T.Subject = B->getLHS()->IgnoreParenImpCasts();
    std::optional<int64_t> Value = constantOf(B->getRHS(), Context);
    if (!Value) {
      Value = constantOf(B->getLHS(), Context);
      T.Subject = B->getRHS()->IgnoreParenImpCasts();
      T.Op = BinaryOperator::reverseComparisonOp(T.Op);
    }
    if (!Value)
      return std::nullopt;
    T.Value = *Value;
    return T;
  }
  if (!Cond || (isa<BinaryOperator>(Cond) && !cast<BinaryOperator>(Cond)->isAssignmentOp()))
    return std::nullopt;
  T.Subject = Cond;
  return T;
}

std::optional<BranchTest> testAtEndOf(const CFGBlock &Block, ASTContext &Context) {
  if (Block.succ_size() != 2 || !Block.getTerminatorStmt())
    return std::nullopt;
  const Expr *Cond = Block.getLastCondition();
  if (!Cond) {
    Cond = dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
    // Of `a && b` the branch at the end is about `b`.
    while (const auto *B =
               dyn_cast_or_null<BinaryOperator>(Cond ? Cond->IgnoreParens() : nullptr)) {
      if (!B->isLogicalOp() || B == Block.getTerminatorStmt())
        break;
      Cond = B->getRHS();
    }
  }
  return Cond ? testOf(Cond, Context) : std::nullopt;
}

} // namespace cotidy
