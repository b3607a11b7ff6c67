// SPDX-License-Identifier: Apache-2.0
// Collects the places that run each function of the unit, and follows them up to loops and `main`.
#include "Runs.h"
#include "Coroutine.h"
#include "Names.h"
#include "Starts.h"
#include "Use.h"
#include "Words.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace cotidy {
namespace {

bool isLoop(const Stmt *S) { return isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(S); }

/// The innermost loop that runs \p S once an iteration: not the one whose range it makes.
const Stmt *loopAround(const Stmt *S, const Parents &Up) {
  const Stmt *Child = S;
  for (const Stmt *P = Up.above(S); P; Child = P, P = Up.above(P)) {
    if (const auto *R = dyn_cast<CXXForRangeStmt>(P)) {
      if (Child == R->getBody())
        return P;
    } else if (const auto *F = dyn_cast<ForStmt>(P)) {
      if (Child != F->getInit())
        return P;
    } else if (isLoop(P)) {
      return P;
    }
  }
  return nullptr;
}

/// Names of functions that run what they are given, once and for this caller.
constexpr llvm::StringLiteral RunWords[] = {"spawn", "wait",   "invoke", "block",  "post",
                                            "defer", "submit", "launch", "detach", "await"};

} // namespace

class RunFinder : public RecursiveASTVisitor<RunFinder> {
public:
  RunFinder(Runs &Into, const model::Index &Models) : Into(Into), Models(Models) {}

  bool TraverseDecl(Decl *D) {
    if (D && !isa<TranslationUnitDecl>(D) && inSystemHeader(D))
      return true;
    return RecursiveASTVisitor::TraverseDecl(D);
  }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody())
      look(F);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *L) {
    look(L->getCallOperator());
    return true;
  }

private:
  void look(const FunctionDecl *F) {
    const Stmt *Body = writtenBody(F);
    if (!Body || !Seen.insert(F).second)
      return;
    const Parents &Up = Into.parentsIn(F);
    walk(Body, [&](const Stmt *S) {
      if (const auto *L = dyn_cast<LambdaExpr>(S))
        note(F, L->getCallOperator(), L, Up, /*Made=*/true);
      else if (const auto *R = dyn_cast<DeclRefExpr>(S)) {
        if (const FunctionDecl *Named = functionBehind(R->getDecl()))
          note(F, Named, R, Up, false);
      } else if (const auto *M = dyn_cast<MemberExpr>(S)) {
        if (const auto *Named = dyn_cast<FunctionDecl>(M->getMemberDecl()))
          note(F, Named, M, Up, false);
      } else if (const auto *U = dyn_cast<UnresolvedLookupExpr>(S)) {
        // In a pattern the overload set stands for the function.
        for (const NamedDecl *D : U->decls())
          if (const FunctionDecl *Named = D->getUnderlyingDecl()->getAsFunction())
            note(F, Named, U, Up, false);
      }
      return true;
    });
  }

  /// A mention of \p Named in \p In. A lambda is \p Made where it stands, and runs there only when
  /// it is called at once, or handed to what runs it.
  void note(const FunctionDecl *In, const FunctionDecl *Named, const Expr *At, const Parents &Up,
            bool Made) {
    Runs::Place Place{In, At, loopAround(At, Up), false};
    const Stmt *Child = At;
    for (const Stmt *P = Up.above(At); P; Child = P, P = Up.above(P)) {
      if (isa<CastExpr, ParenExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, FullExpr>(P))
        continue;
      if (const auto *A = dyn_cast<UnaryOperator>(P); A && A->getOpcode() == UO_AddrOf)
        continue;
      if (const auto *K = dyn_cast<CXXConstructExpr>(P); K && K->getNumArgs() == 1)
        continue;
      if (isa<DeclStmt>(P) && Made)
        return; // The mentions of the variable count.
      const auto *C = dyn_cast<CallExpr>(P);
      if (!C) {
        Place.Escapes = true;
        break;
      }
      const auto *O = dyn_cast<CXXOperatorCallExpr>(C);
      if (C->getCallee() == Child || (O && O->getOperator() == OO_Call && O->getArg(0) == Child))
        break;
      if (C->isCallToStdMove()) // Or forward: the value goes on.
        continue;
      Call To = describe(C);
      Place.Escapes = rowsFor(Models.Spawns, To).empty() && rowsFor(Models.Offloads, To).empty() &&
                      !hasWord(cotidy::nameOf(To.Callee), RunWords);
      break;
    }
    Into.Places[keyOf(Named)].push_back(Place);
  }

  Runs &Into;
  const model::Index &Models;
  llvm::SmallPtrSet<const FunctionDecl *, 32> Seen;
};

Runs::Runs(ASTContext &Context, const model::Index &Models) {
  RunFinder Finder(*this, Models);
  for (Decl *D : Context.getTraversalScope())
    Finder.TraverseDecl(D);
}

const Parents &Runs::parentsIn(const FunctionDecl *F) const {
  std::unique_ptr<Parents> &Slot = Up[F];
  if (!Slot)
    Slot = std::make_unique<Parents>(writtenBody(F));
  return *Slot;
}

const Frequency &Runs::of(const FunctionDecl *F) const {
  // A function that is still being looked at is as frequent as its other callers say.
  auto [It, New] = Known.try_emplace(keyOf(F));
  if (New)
    It->second = std::make_unique<Frequency>();
  Frequency &Result = *It->second;
  if (New)
    decide(F, Result);
  return Result;
}

void Runs::decide(const FunctionDecl *F, Frequency &Result) const {
  if (isMainLike(F)) {
    Result.Kind = Frequency::Once;
    Result.IsFirst = true;
    return;
  }
  auto It = Places.find(keyOf(F));
  if (It == Places.end())
    return;
  bool AllOnce = true, AllFirst = true;
  for (const Place &P : It->second) {
    AllFirst &= !P.Escapes && !P.Loop && !coroutineBody(P.In);
    if (P.Escapes) {
      AllOnce = false;
      continue;
    }
    if (P.Loop) {
      Result = {Frequency::Often, false, P.At, P.Loop, P.In, {P.At}};
      return;
    }
    if (P.In == F)
      continue;
    const Frequency &Caller = of(P.In);
    AllOnce &= Caller.Kind == Frequency::Once;
    if (Caller.Kind == Frequency::Often) {
      Result = Caller;
      Result.IsFirst = false;
      Result.Path.push_back(P.At);
      return;
    }
  }
  Result.Kind = AllOnce ? Frequency::Once : Frequency::Unknown;
  Result.IsFirst = AllFirst;
}

bool isMainLike(const FunctionDecl *F) {
  if (F->isMain())
    return true;
  static constexpr llvm::StringLiteral Words[] = {"main", "amain"};
  return hasWord(cotidy::nameOf(F), Words);
}

} // namespace cotidy
