// SPDX-License-Identifier: Apache-2.0
// Whether anybody can be told how a coroutine ended.
#include "Cancellation.h"
#include "Names.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether objects of the class can be awaited, or waited for in some other way.
bool canBeWaitedFor(const CXXRecordDecl *R, const ASTContext &Context) {
  if (!R->hasDefinition())
    return true;
  DeclarationName Await = Context.DeclarationNames.getCXXOperatorName(OO_Coawait);
  static constexpr llvm::StringLiteral Ways[] = {"await_ready", "get",  "wait",
                                                 "result",      "join", "value"};
  llvm::SmallVector<const CXXRecordDecl *, 2> Todo{R->getDefinition()};
  for (size_t I = 0; I < Todo.size() && I < 32; ++I) {
    for (const Decl *D : Todo[I]->decls()) {
      const auto *N = dyn_cast<NamedDecl>(D);
      if (N && (N->getDeclName() == Await || llvm::is_contained(Ways, nameOf(N))))
        return true;
    }
    for (const CXXBaseSpecifier &B : Todo[I]->bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
          Base && Base->hasDefinition())
        Todo.push_back(Base->getDefinition());
      else
        return true;
  }
  for (const DeclContext *In = R->getDeclContext(); In; In = In->getParent())
    if (!In->lookup(Await).empty())
      return true;
  return false;
}

} // namespace

bool mayBeRoot(Coroutine &C, Unit &U) {
  QualType T = C.function()->getReturnType();
  if (!T->isDependentType()) {
    const CXXRecordDecl *R = recordOf(T);
    if (!R)
      return true;
    std::string Name = qualifiedName(R);
    if (U.models().Tasks.find(Name).empty() && U.models().Generators.find(Name).empty() &&
        !canBeWaitedFor(R, U.context()))
      return true;
  }
  if (U.starts().onlyDetached(C.function()))
    return true;
  // Without a result, and without an await of it in the unit, it may be started in another file.
  bool HasResult = false;
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *R = dyn_cast<CoreturnStmt>(S))
      HasResult |= R->getOperand() && !R->getOperand()->getType()->isVoidType();
    return !HasResult;
  });
  return !HasResult && !U.starts().isAwaited(C.function());
}

} // namespace cotidy
