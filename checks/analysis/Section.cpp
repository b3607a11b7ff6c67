// SPDX-License-Identifier: Apache-2.0
// Looks for a local that was read from something shared and goes back into it.
#include "Section.h"
#include "Names.h"
#include "Use.h"

using namespace clang;

namespace cotidy {
namespace {

/// What \p E writes to, and the value, if it is an assignment.
std::pair<const Expr *, const Expr *> assignment(const Stmt *S) {
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp())
    return {B->getLHS(), B->getRHS()};
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S); O && O->isAssignmentOp())
    return {O->getArg(0), O->getArg(1)};
  return {nullptr, nullptr};
}

/// Whether others can see the object: it is not a plain local or a parameter by value.
bool isShared(const Object &O) {
  if (O.empty())
    return false;
  const auto *V = dyn_cast_or_null<VarDecl>(O.front());
  if (!V) // A member of `this`, or a function.
    return !O.front();
  return !V->hasLocalStorage() || V->getType()->isReferenceType() || isHandle(V->getType());
}

} // namespace

const Expr *writtenBack(Coroutine &C, const Stmt *At) {
  const Expr *Found = nullptr;
  llvm::SmallVector<const VarDecl *, 8> Locals = C.localsAlive(At);
  walk(C.body(), [&](const Stmt *S) {
    auto [To, Value] = assignment(S);
    if (!Found && To) {
      const Object Shared = objectOf(To);
      if (isShared(Shared) &&
          llvm::any_of(Locals,
                       [&](const VarDecl *V) {
                         return V->hasInit() && !V->getType()->isReferenceType() &&
                                mentions(V->getInit(), Shared) && mentions(Value, {V});
                       }) &&
          C.flow().reaches(At, S, [](const Stmt *) { return false; }))
        Found = cast<Expr>(S);
    }
    return !Found;
  });
  return Found;
}

} // namespace cotidy
