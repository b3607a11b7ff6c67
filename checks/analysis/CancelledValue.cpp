// SPDX-License-Identifier: Apache-2.0
// Follows a cancellation that is handed back as a value around the loop that ignores it.
#include "CancelledValue.h"
#include "Names.h"
#include "Steps.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// A path that is longer than this many blocks is not followed to its end.
constexpr unsigned MaxBlocks = 1000;

/// How far a path has come, and whether the result has been looked at.
struct Step {
  const CFGBlock *Block;
  unsigned Element;
  unsigned State;
  const Stmt *Apart = nullptr; ///< The branch that a test for cancellations leads into.
};

/// Whether the type is that of a stop token, by its name.
bool isTokenLike(QualType T) {
  std::string Name = llvm::StringRef(T.getAsString()).lower();
  return llvm::StringRef(Name).contains("stop_token") ||
         llvm::StringRef(Name).contains("stop_source") || llvm::StringRef(Name).contains("cancel");
}

/// Whether \p V is a local object that nobody else knows: only its members are called.
bool isOwn(const ValueDecl *V, Coroutine &C) {
  const auto *Var = dyn_cast_or_null<VarDecl>(V);
  if (!Var || !Var->isLocalVarDecl() || !Var->getType()->isRecordType())
    return false;
  bool Own = true;
  const Parents &Parent = C.surroundings().parents();
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *R = dyn_cast<DeclRefExpr>(S); R && R->getDecl() == Var) {
      const Stmt *Up = Parent.above(R);
      while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(Up))
        Up = Parent.above(Up);
      const auto *M = dyn_cast_or_null<MemberExpr>(Up);
      Own &= M && isa<CXXMethodDecl>(M->getMemberDecl()) && !isStopLike(nameOf(M->getMemberDecl()));
    } else if (const auto *L = dyn_cast<LambdaExpr>(S)) {
      for (const LambdaCapture &K : L->captures())
        Own &= !K.capturesVariable() || K.getCapturedVar() != Var;
    }
    return Own;
  });
  return Own;
}

/// Whether somebody can cancel the operation. Where a cancellation is only ever a result, it comes
/// from a token that the operation is given, or from somebody who closes its object.
bool canBeCancelled(const Suspension &P, const model::Library *L, Coroutine &C) {
  const auto *Awaited = dyn_cast_or_null<CallExpr>(spelled(P.Operand));
  if (!Awaited || !L->Cancel->Thrown.empty() || !L->Cancel->Carriers.empty())
    return true;
  Call At = describe(Awaited);
  if (!At.Callee)
    return true;
  for (unsigned I = 0; I < At.Args.size() && I < At.Callee->getNumParams(); ++I)
    if (isTokenLike(At.Callee->getParamDecl(I)->getType()))
      return !isa<CXXDefaultArgExpr>(At.Args[I]);
  Object On = At.ObjectExpr ? objectOf(At.ObjectExpr) : Object();
  return On.size() != 1 || !isOwn(On.front(), C);
}

/// Whether \p S does more than tell people: it calls something, or sets something.
bool acts(const Stmt *S) {
  if (assigned(S).first)
    return true;
  const auto *C = dyn_cast<CallExpr>(S);
  if (!C || isa<CXXOperatorCallExpr>(C))
    return false;
  Call At = describe(C);
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(At.Callee);
  return !isLogLike(nameOf(At.Callee)) && !(M && M->isConst());
}

} // namespace

ValueFollower::ValueFollower(Coroutine &C, Unit &U, Arrivals &In)
    : C(C), Context(U.context()), Parent(C.surroundings().parents()), In(In), Exits(Parent) {
  for (const Suspension &P : C.suspensions())
    if (P.CanSuspend && !P.IsYield && (In.hasGoto() || isInLoop(P.Await, Parent)) &&
        !isInFiniteLoop(P.Await, Parent) && !In.mayBeIgnored(P))
      if (const ValueDecl *Value = In.valueOf(P).second)
        if (canBeCancelled(P, In.libraryAt(P), C))
          Results.push_back({&P, Value});
}

void ValueFollower::follow(const ErrorTests &Tests, ErrorUses &Uses,
                           std::vector<Swallowed> &Found) {
  if (Results.empty())
    return;
  for (const Suspension &P : C.suspensions())
    PointOf[P.Await] = &P;
  for (const CFGBlock *B : *C.flow().graph()) {
    unsigned I = 0;
    for (const CFGElement &E : *B) {
      if (auto S = E.getAs<CFGStmt>(); S && PointOf.contains(S->getStmt()))
        PlaceOf.try_emplace(S->getStmt(), B, I);
      ++I;
    }
  }
  for (const auto &[Point, Value] : Results)
    follow(*Point, Value, Tests, Uses, Found);
}

void ValueFollower::follow(const Suspension &P, const ValueDecl *Value, const ErrorTests &Tests,
                           ErrorUses &Uses, std::vector<Swallowed> &Found) {
  auto It = PlaceOf.find(P.Await);
  if (It == PlaceOf.end())
    return;
  Subject About = Tests.subjectOf(Value);
  About.Libraries.push_back(In.libraryAt(P));
  for (const std::string &Name : In.libraryAt(P)->Cancel->Thrown)
    About.Classes.push_back(classNamed(Context, Name));
  llvm::SmallPtrSet<const Stmt *, 8> Own;
  walk(P.Operand, [&](const Stmt *S) {
    Own.insert(S);
    return true;
  });
  for (const Stmt *Up : Parent.of(P.Await)) {
    if (!isa<Expr>(Up))
      break;
    // `ec = co_await ...` names it on the left.
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Up); O && O->getOperator() == OO_Equal)
      walk(O->getArg(0), [&](const Stmt *S) {
        Own.insert(S);
        return true;
      });
  }
  const Stmt *Read = nullptr;
  bool Around = false;
  llvm::DenseSet<std::pair<unsigned, unsigned>> Seen;
  llvm::SmallVector<Step, 16> Todo{{It->second.first, It->second.second + 1, 0}};
  bool First = true;
  while (!Todo.empty() && Seen.size() < MaxBlocks) {
    Step At = Todo.pop_back_val();
    if (!First && !Seen.insert({At.Block->getBlockID(), At.State}).second)
      continue;
    First = false;
    bool Over = At.Block == &C.flow().graph()->getExit();
    unsigned I = 0;
    for (const CFGElement &Each : *At.Block) {
      auto Element = Each.getAs<CFGStmt>();
      if (I++ < At.Element || !Element || Over)
        continue;
      const Stmt *S = Element->getStmt();
      if (S == P.Await) {
        Around |= At.State & 1;
        Over = true;
      } else if (Own.contains(S)) {
        continue;
      } else if (auto Point = PointOf.find(S);
                 Point != PointOf.end() && Point->second->CanSuspend) {
        // The next operation is cancelled as well, and it has its own result.
        Over = true;
      } else if (const auto *R = dyn_cast<DeclRefExpr>(S);
                 R && About.Names.contains(R->getDecl())) {
        if (!Read || Context.getSourceManager().isBeforeInTranslationUnit(R->getBeginLoc(),
                                                                          Read->getBeginLoc()))
          Read = R;
        At.State |= 1;
      } else if (isa<CXXThrowExpr, CoreturnStmt>(S)) {
        Over = true;
      } else if (Uses.effectOf(S, About, false) != ErrorUses::Effect::None) {
        // Given to what can act on it, on this path at least.
        return;
      } else if (Exits.mayEnd(S, P.Await)) {
        Over = true;
      } else if (At.Apart && acts(S) && llvm::is_contained(Parent.of(S), At.Apart)) {
        // The author has told the cancellation apart and acts on it.
        Over = true;
      } else if (auto [D, Constant] = assigned(S); D && (About.Names.contains(D) || Constant)) {
        // Set anew, or a flag that says how to go on.
        Over = true;
      } else if (const auto *M = dyn_cast<CXXMemberCallExpr>(S);
                 M && nameOf(M->getMethodDecl()) == "clear" &&
                 Tests.isSubject(M->getImplicitObjectArgument(), About)) {
        Over = true;
      }
    }
    const Stmt *Jump = At.Block->getTerminatorStmt();
    if (Jump && ((isa<BreakStmt>(Jump) && leavesLoop(Jump, Parent)) || isa<GotoStmt>(Jump)))
      Over = true;
    if (Over || At.Block->hasNoReturnElement())
      continue;
    bool Separated = false;
    auto Ways = Tests.waysOn(At.Block, About, {}, true, Separated);
    if (Ways.empty() && At.Block->getTerminatorCondition() &&
        Tests.hands(At.Block->getTerminatorCondition(), About))
      return; // It depends on the result in a way that cannot be followed.
    const Stmt *Apart = At.Apart;
    if (Separated && isa_and_nonnull<SwitchStmt>(Jump))
      Apart = Jump;
    else if (const auto *If = dyn_cast_or_null<IfStmt>(Jump); Separated && If && !Ways.empty())
      Apart = Ways.front() == *At.Block->succ_begin() ? If->getThen() : If->getElse();
    for (const CFGBlock *Next : Ways)
      Todo.push_back({Next, 0, At.State, Apart});
  }
  if (!Around || !Read)
    return;
  Swallowed Out;
  Out.Point = &P;
  Out.What.Library = In.libraryAt(P);
  Out.Then = Aftermath::Loops;
  Out.Next = P.Await;
  Out.Value = Value;
  Out.Read = Read;
  Found.push_back(Out);
}

} // namespace cotidy
