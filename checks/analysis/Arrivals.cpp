// SPDX-License-Identifier: Apache-2.0
// Finds the try blocks of a coroutine and what its awaits throw or hand back when it is cancelled.
#include "Arrivals.h"
#include "Names.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {

Arrivals::Arrivals(Coroutine &C, Unit &U)
    : C(C), U(U), Context(U.context()), Parent(C.surroundings().parents()) {
  collect();
}

void Arrivals::collect() {
  llvm::SmallVector<const CXXThrowExpr *, 4> Rethrows;
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *T = dyn_cast<CXXTryStmt>(S)) {
      NodeOf[T] = Nodes.size();
      Nodes.emplace_back().Try = T;
      Nodes.back().Caught.resize(T->getNumHandlers());
    } else if (const auto *T = dyn_cast<CXXThrowExpr>(S); T && !T->getSubExpr()) {
      Rethrows.push_back(T);
    } else if (isa<GotoStmt, IndirectGotoStmt>(S)) {
      HasGoto = true;
    }
    return true;
  });
  if (Nodes.empty() || !C.flow().valid())
    return;
  for (unsigned I = 0; I < Nodes.size(); ++I)
    if (auto Up = around(Nodes[I].Try); !Up.empty()) {
      Nodes[I].Parent = Up.front().Node;
      Nodes[I].Region = Up.front().Index;
      Nodes[Up.front().Node].Inner.push_back(I);
    }
  for (const Suspension &P : C.suspensions()) {
    auto Up = around(P.Await);
    if (Up.empty() || !delivers(P) || !C.flow().isReachable(P.Await))
      continue;
    for (Signal &S : signalsAt(P)) {
      All.push_back({&P, std::move(S)});
      arrive(Up, All.size() - 1);
    }
  }
  for (const CXXThrowExpr *T : Rethrows) {
    auto Up = around(T);
    if (!Up.empty() && Up.front().Index < 0)
      for (Region R : Up)
        if (R.Index >= 0) {
          Nodes[Up.front().Node].Again.push_back({unsigned(R.Node), unsigned(R.Index)});
          break;
        }
  }
}

void Arrivals::arrive(llvm::ArrayRef<Region> Up, unsigned Id) {
  for (Region R : Up)
    if (R.Index < 0) {
      Nodes[R.Node].Sources.insert(Id);
      return;
    }
}

bool Arrivals::delivers(const Suspension &P) {
  if (!P.CanSuspend || P.IsYield)
    return false;
  if (const auto *E = dyn_cast<CoroutineSuspendExpr>(P.Await)) {
    const auto *Resume =
        dyn_cast_or_null<CallExpr>(E->getResumeExpr() ? spelled(E->getResumeExpr()) : nullptr);
    const FunctionDecl *F = Resume ? Resume->getDirectCallee() : nullptr;
    const auto *T = F ? F->getType()->getAs<FunctionProtoType>() : nullptr;
    if (T && !isUnresolvedExceptionSpec(T->getExceptionSpecType()) && T->isNothrow())
      return false;
  }
  return !valueOf(P).first;
}

llvm::SmallVector<Signal, 1> Arrivals::signalsAt(const Suspension &P) {
  const model::Library *L = libraryAt(P);
  if (!L)
    return {Signal()};
  llvm::SmallVector<Signal, 1> Out;
  if (!L->Cancel)
    return Out;
  for (bool Coded : {false, true})
    for (const std::string &Name : Coded ? L->Cancel->Carriers : L->Cancel->Thrown)
      if (const CXXRecordDecl *R = classNamed(Context, Name); R && R->hasDefinition()) {
        Out.push_back({L, R->getDefinition(), Name, Coded});
        if (Coded)
          break; // Others are what it is called where the library is part of another one.
      }
  return Out;
}

llvm::SmallVector<Arrivals::Region, 4> Arrivals::around(const Stmt *S) const {
  llvm::SmallVector<Region, 4> Out;
  const Stmt *Child = S;
  for (const Stmt *Up : Parent.of(S)) {
    if (const auto *T = dyn_cast<CXXTryStmt>(Up))
      if (auto It = NodeOf.find(T); It != NodeOf.end()) {
        int Index = -1;
        for (unsigned I = 0; I < T->getNumHandlers(); ++I)
          if (T->getHandler(I) == Child)
            Index = I;
        Out.push_back({int(It->second), Index});
      }
    Child = Up;
  }
  return Out;
}

void Arrivals::escape(const Node &From, unsigned Id) {
  int Up = From.Parent, Index = From.Region;
  while (Up >= 0 && Index >= 0) {
    Index = Nodes[Up].Region;
    Up = Nodes[Up].Parent;
  }
  if (Up >= 0)
    Nodes[Up].Sources.insert(Id);
}

const model::Library *Arrivals::libraryAt(const Suspension &P) const {
  if (P.Library && (P.Library->Cancel || !P.Library->Tasks.empty()))
    return P.Library;
  return C.library();
}

Arrivals::Match Arrivals::matches(const CXXCatchStmt *H, const Signal &S) const {
  if (!H->getExceptionDecl())
    return Match::Base;
  QualType T = H->getCaughtType();
  if (T.isNull() || T->isDependentType())
    return Match::Unclear;
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return Match::No;
  static constexpr llvm::StringLiteral Words[] = {"cancel", "stop", "abort", "interrupt"};
  if (!S.Class)
    return speaksOf(nameOf(R), Words) ? Match::Unclear : Match::No;
  R = R->getDefinition();
  if (R->getCanonicalDecl() == S.Class->getCanonicalDecl())
    return S.IsCoded ? Match::Base : Match::Exact;
  if (S.Class->isDerivedFrom(R))
    return Match::Base;
  // A part of the cancellations only: what is left is not followed.
  return !S.IsCoded && R->isDerivedFrom(S.Class) ? Match::Unclear : Match::No;
}

std::pair<bool, const ValueDecl *> Arrivals::valueOf(const Suspension &P) {
  const model::Library *L = libraryAt(P);
  if (!L || !L->Cancel || L->Cancel->Values.empty())
    return {false, nullptr};
  auto Tells = [&](QualType T) {
    return llvm::any_of(L->Cancel->Values, [&](const model::Outcome &O) {
      return isOfType(T, typeNamed(Context, O.Type));
    });
  };
  const ValueDecl *Found = nullptr;
  bool Is = Tells(P.Await->getType());
  if (const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
          P.Await->getType()->getAsCXXRecordDecl()))
    for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
      if (A.getKind() == TemplateArgument::Type)
        Is |= Tells(A.getAsType());
      if (A.getKind() == TemplateArgument::Pack)
        for (const TemplateArgument &Part : A.pack_elements())
          Is |= Part.getKind() == TemplateArgument::Type && Tells(Part.getAsType());
    }
  // Handed to the operation to be set: neither copied nor made const on the way.
  walk(P.Operand, [&](const Stmt *S) {
    if (isa<CoroutineSuspendExpr, LambdaExpr>(S))
      return false;
    auto Look = [&](const Expr *Arg) {
      const auto *R = dyn_cast<DeclRefExpr>(Arg->IgnoreParens());
      if (R && Tells(R->getType()) && !R->getType().isConstQualified() && !Found) {
        Found = R->getDecl();
        Is = true;
      }
    };
    if (const auto *Call = dyn_cast<CallExpr>(S))
      for (const Expr *Arg : Call->arguments())
        Look(Arg);
    return true;
  });
  if (Found || !Is)
    return {Is, Found};
  for (const Stmt *Up : Parent.of(P.Await)) {
    if (const auto *D = dyn_cast<DeclStmt>(Up)) {
      const auto *V = D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl()) : nullptr;
      if (const auto *Parts = dyn_cast_or_null<DecompositionDecl>(V)) {
        for (const BindingDecl *B : Parts->bindings())
          if (Tells(B->getType()) && !Found)
            Found = B;
      } else if (V && Tells(V->getType())) {
        Found = V;
      }
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Up)) {
      if (O->getOperator() == OO_Equal) {
        const Expr *To = spelled(O->getArg(0));
        if (const auto *Tie = dyn_cast<CallExpr>(To)) {
          for (const Expr *Arg : Tie->arguments())
            if (const auto *R = dyn_cast<DeclRefExpr>(spelled(Arg)); R && Tells(R->getType()))
              Found = Found ? Found : R->getDecl();
        } else if (const auto *R = dyn_cast<DeclRefExpr>(To); R && Tells(R->getType())) {
          Found = R->getDecl();
        }
      }
    } else if (const auto *B = dyn_cast<BinaryOperator>(Up); B && B->isAssignmentOp()) {
      if (const auto *R = dyn_cast<DeclRefExpr>(spelled(B->getLHS())); R && Tells(R->getType()))
        Found = R->getDecl();
    }
    if (!isa<Expr>(Up))
      break;
  }
  return {Is, Found};
}

bool Arrivals::mayBeIgnored(const Suspension &P) {
  const auto *Awaited = dyn_cast_or_null<CallExpr>(spelled(P.Operand));
  if (!Awaited)
    return false;
  Call At = describe(Awaited);
  if (!At.Callee)
    return false;
  return !rowsFor(U.models().Wakes, At).empty() || isCleanupLike(nameOf(At.Callee));
}

} // namespace cotidy
