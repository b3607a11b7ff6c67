// SPDX-License-Identifier: Apache-2.0
// Collects how each coroutine of the unit is used, in one traversal of the unit's own code.
#include "Starts.h"
#include "Coroutine.h"
#include "Names.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
const FunctionDecl *keyOf(const FunctionDecl *F) {
  if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
    F = Pattern;
  return F->getCanonicalDecl();
}

const FunctionDecl *functionBehind(const ValueDecl *D) {
  if (const auto *F = dyn_cast<FunctionDecl>(D))
    return F;
  const auto *V = dyn_cast<VarDecl>(D);
  if (!V)
    return nullptr;
  if (const CXXRecordDecl *R = V->getType().getNonReferenceType()->getAsCXXRecordDecl())
    return R->isLambda() ? R->getLambdaCallOperator() : nullptr;
  // In a pattern the type is not known, but the initialiser is.
  if (const Expr *Init = V->getInit())
    if (const auto *L = dyn_cast<LambdaExpr>(stripToObject(Init)))
      return L->getCallOperator();
  return nullptr;
}

class StartFinder : public RecursiveASTVisitor<StartFinder> {
public:
  StartFinder(Starts &Into, ASTContext &Context, const model::Index &Models)
      : Into(Into), Context(Context), Models(Models) {}

  bool TraverseDecl(Decl *D) {
    if (D && !isa<TranslationUnitDecl>(D) && inSystemHeader(D))
      return true;
    return RecursiveASTVisitor::TraverseDecl(D);
  }

  bool VisitCallExpr(CallExpr *C) {
    Call At = describe(C);
    if (!At.Callee)
      // In a pattern the overload set stands for the function.
      if (const auto *U = dyn_cast<UnresolvedLookupExpr>(C->getCallee()->IgnoreParens()))
        if (U->getNumDecls())
          At.Callee = (*U->decls_begin())->getUnderlyingDecl()->getAsFunction();
    visit(At);
    return true;
  }

  bool VisitCXXConstructExpr(CXXConstructExpr *C) {
    Call At;
    At.Kind = Call::Constructor;
    At.Site = C;
    At.Callee = C->getConstructor();
    At.Class = C->getConstructor()->getParent();
    At.Args = llvm::ArrayRef(C->getArgs(), C->getNumArgs());
    visit(At);
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (!Consumed.contains(E))
      if (const FunctionDecl *F = functionBehind(E->getDecl()))
        ++Into.All[keyOf(F)].Other;
    return true;
  }

  bool VisitMemberExpr(MemberExpr *E) {
    if (!Consumed.contains(E))
      if (const auto *F = dyn_cast<FunctionDecl>(E->getMemberDecl()))
        ++Into.All[keyOf(F)].Other;
    return true;
  }

  bool VisitCoawaitExpr(CoawaitExpr *E) {
    awaited(E->getOperand());
    return true;
  }

  bool VisitDependentCoawaitExpr(DependentCoawaitExpr *E) {
    awaited(E->getOperand());
    return true;
  }

private:
  /// The calls in an operand are awaited, alone or through what combines them, and so are lambdas.
  void awaited(const Expr *Operand) {
    walk(Operand, [&](const Stmt *S) {
      if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S))
        return false;
      if (const auto *L = dyn_cast<LambdaExpr>(S))
        ++Into.All[keyOf(L->getCallOperator())].Awaited;
      const auto *C = dyn_cast<CallExpr>(S);
      const FunctionDecl *F = C ? C->getDirectCallee() : nullptr;
      if (C && !F)
        if (const auto *R = dyn_cast<DeclRefExpr>(C->getCallee()->IgnoreParenImpCasts()))
          F = functionBehind(R->getDecl());
      if (F)
        ++Into.All[keyOf(F)].Awaited;
      return true;
    });
  }

  /// The coroutines that an argument starts or can start: a call of one, its name, or a lambda.
  /// A call may be a wrapper that passes on what it is given, such as `co_invoke`.
  void handedOn(const Expr *Arg, llvm::SmallVectorImpl<const FunctionDecl *> &Out) {
    llvm::SmallVector<const Expr *, 4> Todo{Arg};
    while (!Todo.empty()) {
      const Expr *E = stripToObject(Todo.pop_back_val());
      if (const auto *C = dyn_cast<CallExpr>(E)) {
        Consumed.insert(C->getCallee()->IgnoreParenImpCasts());
        const auto *O = dyn_cast<CXXOperatorCallExpr>(C);
        if (O && O->getNumArgs())
          Consumed.insert(stripToObject(O->getArg(0)));
        const FunctionDecl *Callee = C->getDirectCallee();
        if (const auto *Ref = dyn_cast<DeclRefExpr>(C->getCallee()->IgnoreParenImpCasts()))
          Callee = Callee ? Callee : functionBehind(Ref->getDecl());
        if (Callee)
          Out.push_back(Callee);
        if (Callee && !coroutineBody(Callee))
          Todo.append(C->arg_begin() + (O ? 1 : 0), C->arg_end());
        continue;
      }
      Consumed.insert(E);
      if (const auto *L = dyn_cast<LambdaExpr>(E)) {
        Out.push_back(L->getCallOperator());
        // `[self] { return self->run(); }` starts what it calls.
        const auto *Body = dyn_cast_or_null<CompoundStmt>(L->getCallOperator()->getBody());
        if (Body && Body->size() == 1)
          if (const auto *R = dyn_cast<ReturnStmt>(Body->body_front()); R && R->getRetValue())
            Todo.push_back(R->getRetValue());
      } else if (const auto *R = dyn_cast<DeclRefExpr>(E))
        if (const FunctionDecl *F = functionBehind(R->getDecl()))
          Out.push_back(F);
    }
  }

  void visit(const Call &At) {
    Surroundings None(nullptr, Context);
    bool Offloads = false, Detaches = false;
    for (const auto &Found : rowsFor(Models.Offloads, At))
      Offloads |= applies(Found.Row->When, {}, At, None);
    for (const auto &Found : rowsFor(Models.Spawns, At))
      for (const auto &If : Found.Row->Detached)
        Detaches |= holds(If, At, None);
    if (!Offloads && !Detaches)
      return;
    llvm::SmallVector<const FunctionDecl *, 2> Handed;
    for (const Expr *Arg : At.Args)
      handedOn(Arg, Handed);
    for (const FunctionDecl *F : Handed)
      ++(Offloads ? Into.All[keyOf(F)].Offloaded : Into.All[keyOf(F)].Detached);
  }

  Starts &Into;
  ASTContext &Context;
  const model::Index &Models;
  llvm::SmallPtrSet<const Expr *, 16> Consumed;
};

Starts::Starts(ASTContext &Context, const model::Index &Models) {
  StartFinder Finder(*this, Context, Models);
  for (Decl *D : Context.getTraversalScope())
    Finder.TraverseDecl(D);
}

Starts::Uses Starts::of(const FunctionDecl *Coroutine) const {
  return All.lookup(keyOf(Coroutine));
}

bool Starts::onlyOffloaded(const FunctionDecl *Coroutine) const {
  Uses U = of(Coroutine);
  return U.Offloaded && !U.Detached && !U.Other;
}

bool Starts::isAwaited(const FunctionDecl *Coroutine) const { return of(Coroutine).Awaited; }

bool Starts::onlyDetached(const FunctionDecl *Coroutine) const {
  Uses U = of(Coroutine);
  return U.Detached && !U.Offloaded && !U.Other;
}

} // namespace cotidy
