// SPDX-License-Identifier: Apache-2.0
// Finds the handlers that drop a cancellation, by a walk over the paths behind them.
#include "Cancellation.h"
#include "Arrivals.h"
#include "CancelledValue.h"
#include "ErrorUse.h"
#include "LoopExit.h"
#include "Names.h"
#include "Steps.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// A path that is longer than this many blocks is not followed to its end.
constexpr unsigned MaxBlocks = 1000;

/// How far a path has come, and what it knows.
struct Step {
  const CFGBlock *Block;
  /// Bit 0: told apart. Then what the flags are worth, two bits each. Last: it has passed an await
  /// at which the coroutine could still have ended.
  unsigned State;
};
constexpr unsigned MaxFacts = 3;
constexpr unsigned Passed = 1u << (1 + 2 * MaxFacts);

unsigned factOf(unsigned State, unsigned I) { return State >> (1 + 2 * I) & 3; }
void setFact(unsigned &State, unsigned I, unsigned Value) {
  State = (State & ~(3u << (1 + 2 * I))) | Value << (1 + 2 * I);
}

class Finder {
public:
  Finder(Coroutine &C, Unit &U)
      : C(C), U(U), Context(U.context()), Parent(C.surroundings().parents()), In(C, U),
        Exits(Parent) {}

  std::vector<Swallowed> run() {
    ValueFollower Values(C, U, In);
    bool Caught = llvm::any_of(In.nodes(), [](const auto &N) { return !N.Sources.empty(); });
    if (!C.flow().valid() || (!Caught && !Values.any()))
      return {};
    Tests.emplace(C, U);
    Uses.emplace(C, U, *Tests);
    if (Caught) {
      for (const Suspension &P : C.suspensions())
        PointOf[P.Await] = &P;
      for (const CFGBlock *B : *C.flow().graph())
        if (const auto *H = dyn_cast_or_null<CXXCatchStmt>(B->getLabel()))
          EntryOf[H] = B;
      for (unsigned I = 0; I < In.nodes().size(); ++I)
        if (In.nodes()[I].Parent < 0)
          resolve(I);
    }
    Values.follow(*Tests, *Uses, Result);
    return std::move(Result);
  }

private:
  /// Decides which handlers the arrivals of a try statement come to, and follows those.
  void resolve(unsigned Index) {
    for (unsigned Inner : In.nodes()[Index].Inner)
      if (In.nodes()[Inner].Region < 0)
        resolve(Inner);
    Arrivals::Node &N = In.nodes()[Index];
    for (auto [Outer, Handler] : N.Again)
      for (unsigned Id : In.nodes()[Outer].Caught[Handler])
        N.Sources.insert(Id);
    for (unsigned Id : N.Sources) {
      Arrivals::Match M = Arrivals::Match::No;
      for (unsigned I = 0; I < N.Try->getNumHandlers() && M == Arrivals::Match::No; ++I) {
        M = In.matches(N.Try->getHandler(I), In[Id].What);
        if (M == Arrivals::Match::Base || M == Arrivals::Match::Exact)
          N.Caught[I].insert(Id);
      }
      if (M == Arrivals::Match::No)
        In.escape(N, Id);
    }
    for (unsigned I = 0; I < N.Caught.size(); ++I)
      if (!N.Caught[I].empty() && follow(Index, I))
        for (unsigned Id : N.Caught[I])
          In.escape(N, Id);
    for (unsigned Inner : N.Inner)
      if (In.nodes()[Inner].Region >= 0)
        resolve(Inner);
  }

  /// Follows a handler to where control goes from it. Says whether it throws the cancellation on.
  bool follow(unsigned Index, unsigned Number) {
    const Arrivals::Node &N = In.nodes()[Index];
    const CXXCatchStmt *H = N.Try->getHandler(Number);
    const CFGBlock *Entry = EntryOf.lookup(H);
    if (!Entry)
      return true;
    Swallowed Out;
    Out.Handler = H;
    Out.Try = N.Try;
    Subject About = Tests->subjectOf(H->getExceptionDecl());
    llvm::SmallPtrSet<const Stmt *, 4> Points;
    for (unsigned Id : N.Caught[Number]) {
      const Arrivals::Arrival &A = In[Id];
      if (!llvm::is_contained(About.Libraries, A.What.Library))
        About.Libraries.push_back(A.What.Library);
      if (!llvm::is_contained(About.Classes, A.What.Class))
        About.Classes.push_back(A.What.Class);
      Points.insert(A.Point->Await);
      if (Out.Point || In.mayBeIgnored(*A.Point))
        continue;
      Out.Point = A.Point;
      Out.What = A.What;
      Out.IsExact = In.matches(H, A.What) == Arrivals::Match::Exact;
    }
    // What is assigned from the await keeps its old value when the await does not end well.
    llvm::SmallPtrSet<const ValueDecl *, 2> Stale = setFrom(N);
    llvm::SmallVector<const ValueDecl *, MaxFacts> Flags;
    llvm::SmallPtrSet<const Stmt *, 32> Within;
    // Variables that the handler puts the error, or its text, into.
    llvm::SmallPtrSet<const ValueDecl *, 2> Told;
    bool MayGiveUp = false, HandsOn = false;
    walk(H->getHandlerBlock(), [&](const Stmt *S) {
      Within.insert(S);
      // On one path at least, as in "keep the first error": then it is dropped on purpose.
      HandsOn |= Uses->effectOf(S, About, true) == ErrorUses::Effect::HandedOn;
      if (const ValueDecl *V = Uses->toldOf(S, About))
        Told.insert(V);
      MayGiveUp |= isa<CXXThrowExpr, CoreturnStmt, BreakStmt, GotoStmt>(S);
      auto [D, Value] = assigned(S);
      if (D && Value && Flags.size() < MaxFacts && !llvm::is_contained(Flags, D))
        Flags.push_back(D);
      return true;
    });

    bool Rethrows = false;
    bool LeavesLoop = llvm::all_of(Points, [&](const Stmt *Await) {
      for (const Stmt *Up : Parent.of(Await)) {
        if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(Up))
          return true;
        if (Up == N.Try)
          break;
      }
      return false;
    });
    std::optional<Aftermath> Found;
    auto Report = [&](Aftermath Then, const Stmt *Next) {
      if (!Found || *Found < Then) {
        Found = Then;
        Out.Next = Next;
      }
    };
    llvm::DenseSet<std::pair<unsigned, unsigned>> Seen;
    llvm::SmallVector<Step, 16> Todo{{Entry, Out.IsExact ? 1u : 0u}};
    while (!Todo.empty() && Seen.size() < MaxBlocks && Found != Aftermath::Loops) {
      Step P = Todo.pop_back_val();
      if (!Seen.insert({P.Block->getBlockID(), P.State}).second)
        continue;
      if (P.Block == &C.flow().graph()->getExit()) {
        if (!(P.State & 1))
          Report(Aftermath::Ends, nullptr);
        continue;
      }
      bool Over = false;
      for (const CFGElement &Each : *P.Block) {
        auto Element = Each.getAs<CFGStmt>();
        if (!Element || Over)
          continue;
        const Stmt *S = Element->getStmt();
        bool InHandler = Within.contains(S);
        if (auto It = PointOf.find(S); It != PointOf.end() && It->second->CanSuspend) {
          bool Same = Points.contains(S);
          // Where no handler is around, a library that cancels again at each await ends it.
          if (!Same && isOutside(S))
            P.State |= Passed;
          // To be told apart outside of the loop that awaits is to leave that loop.
          if (!Same && In.mayBeIgnored(*It->second))
            continue; // To close what was open is not to go on.
          bool Around = Same && !(P.State & Passed) && !isInFiniteLoop(N.Try, Parent);
          if (Same || !(P.State & 1) || !LeavesLoop)
            Report(Around ? Aftermath::Loops : Aftermath::GoesOn, S);
          Over = true;
        } else if (const auto *T = dyn_cast<CXXThrowExpr>(S)) {
          auto Up = In.around(S);
          Rethrows |= InHandler && (!T->getSubExpr() || Tests->hands(T->getSubExpr(), About)) &&
                      !Up.empty() && Up.front().Node == int(Index);
          Over = true;
        } else if (InHandler && (comparesElsewhere(S, About) || Exits.mayEnd(S, N.Try))) {
          // What becomes of it is decided there.
          Over = true;
        } else if ((P.State & 1) && InHandler &&
                   (isa<CoreturnStmt>(S) || isUsedBehind(assigned(S).first, Within))) {
          // The author has told the cancellation apart and acts on it.
          Over = true;
        } else if (!InHandler && (isLookedAt(S, Flags) || isHandedOn(S, Told))) {
          // The handler has set it, so that the rest can act on the failure.
          Over = true;
        } else if (const auto *R = dyn_cast<DeclRefExpr>(S);
                   R && !InHandler && Stale.contains(R->getDecl()) && !isTarget(R)) {
          if (P.State & 1)
            Report(Aftermath::GoesOn, S);
        } else {
          switch (Uses->effectOf(S, About, InHandler)) {
          case ErrorUses::Effect::None:
            break;
          case ErrorUses::Effect::Rethrown:
            Rethrows |= InHandler;
            Over = true;
            break;
          case ErrorUses::Effect::HandedOn:
            Over = true;
            break;
          }
        }
        if (auto [D, Value] = assigned(S); D)
          for (unsigned I = 0; I < Flags.size(); ++I)
            if (Flags[I] == D)
              setFact(P.State, I, Value);
      }
      const Stmt *Jump = P.Block->getTerminatorStmt();
      if ((P.State & 1) && Jump &&
          ((isa<BreakStmt>(Jump) && leavesLoop(Jump, Parent)) || isa<GotoStmt>(Jump)))
        Over = true;
      if (Over || P.Block->hasNoReturnElement())
        continue;
      llvm::SmallVector<std::pair<const ValueDecl *, std::optional<bool>>, MaxFacts> Known;
      for (unsigned I = 0; I < Flags.size(); ++I)
        if (unsigned F = factOf(P.State, I))
          Known.push_back({Flags[I], F == 2});
      bool Separated = false;
      for (const CFGBlock *Next : Tests->waysOn(P.Block, About, Known, MayGiveUp, Separated))
        Todo.push_back({Next, P.State | (Separated ? 1u : 0u)});
    }
    if (Found && Out.Point && !HandsOn && !isOfAssertion(H)) {
      Out.Then = *Found;
      Result.push_back(Out);
    }
    return Rethrows;
  }

  /// Whether the handler is part of a macro of a test framework, such as `EXPECT_THROW`.
  bool isOfAssertion(const CXXCatchStmt *H) const {
    const SourceManager &SM = Context.getSourceManager();
    SourceLocation Loc = H->getBeginLoc();
    while (Loc.isMacroID()) {
      static constexpr llvm::StringLiteral Words[] = {"throw",   "expect", "assert",
                                                      "require", "check",  "death"};
      if (speaksOf(Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts()), Words))
        return true;
      // What is written in an argument is the user's own.
      Loc = SM.isMacroArgExpansion(Loc) ? SM.getImmediateSpellingLoc(Loc)
                                        : SM.getImmediateExpansionRange(Loc).getBegin();
    }
    return false;
  }

  /// Whether \p S reads one of the flags for something else than a branch or the coroutine's
  /// result.
  bool isLookedAt(const Stmt *S, llvm::ArrayRef<const ValueDecl *> Flags) const {
    const auto *R = dyn_cast<DeclRefExpr>(S);
    if (!R || !llvm::is_contained(Flags, R->getDecl()) || isTarget(R))
      return false;
    for (const Stmt *Up : Parent.of(R))
      if (!isa<Expr>(Up))
        return !isa<IfStmt, WhileStmt, DoStmt, ForStmt, CoreturnStmt>(Up);
    return false;
  }

  /// Whether \p S uses what the handler has told of the error, and not only in a log.
  bool isHandedOn(const Stmt *S, const llvm::SmallPtrSetImpl<const ValueDecl *> &Told) const {
    const auto *R = dyn_cast<DeclRefExpr>(S);
    if (!R || !Told.contains(R->getDecl()) || isTarget(R))
      return false;
    for (const Stmt *Up : Parent.of(R)) {
      if (!isa<Expr>(Up))
        break;
      llvm::SmallString<32> Buffer;
      const auto *Call = dyn_cast<CallExpr>(Up);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (Callee && (isLogLike(lastName(Callee, Buffer)) || isCleanupLike(nameOf(Callee))))
        return false;
    }
    return true;
  }

  /// Whether what the handler has put into \p D may change how the coroutine goes on: it is no
  /// local variable, or one that is read outside of the handler, and not only for a log.
  bool isUsedBehind(const ValueDecl *D, const llvm::SmallPtrSetImpl<const Stmt *> &Handler) {
    const auto *V = dyn_cast_or_null<VarDecl>(D);
    if (!V || !V->hasLocalStorage() || V->getType()->isReferenceType())
      return D;
    llvm::SmallPtrSet<const ValueDecl *, 1> Only{V};
    return llvm::any_of(C.surroundings().variable(V).Mentions, [&](const Stmt *S) {
      // What a lambda does with it, and when, is not followed.
      return isa<LambdaExpr>(S) || (!Handler.contains(S) && isHandedOn(S, Only));
    });
  }

  /// Whether the reference is only the place to which something is assigned.
  bool isTarget(const DeclRefExpr *R) const {
    for (const Stmt *Up : Parent.of(R)) {
      if (assigned(Up).first == R->getDecl())
        return true;
      if (!isa<ParenExpr, ImplicitCastExpr>(Up))
        return false;
    }
    return false;
  }

  /// The variables that get their value from an await in the try block.
  llvm::SmallPtrSet<const ValueDecl *, 2> setFrom(const Arrivals::Node &N) {
    llvm::SmallPtrSet<const ValueDecl *, 2> Out;
    for (unsigned Id : N.Sources)
      for (const Stmt *Up : Parent.of(In[Id].Point->Await)) {
        if (!isa<Expr>(Up))
          break;
        // What is only added to is meant to keep its value.
        const auto *O = dyn_cast<CXXOperatorCallExpr>(Up);
        const auto *B = dyn_cast<BinaryOperator>(Up);
        if ((O && O->getOperator() == OO_Equal) || (B && B->getOpcode() == BO_Assign))
          if (const auto *V = dyn_cast_or_null<VarDecl>(assigned(Up).first);
              V && V->isLocalVarDecl())
            Out.insert(V);
      }
    return Out;
  }

  /// Whether \p S names the code of the cancellation for something else than a branch, such as the
  /// assertion of a test.
  bool comparesElsewhere(const Stmt *S, const Subject &About) const {
    const auto *R = dyn_cast<DeclRefExpr>(S);
    if (!R || !Tests->isCode(R->getDecl(), About))
      return false;
    bool Given = false;
    for (const Stmt *Up : Parent.of(R)) {
      if (!isa<Expr>(Up))
        return Given && !isa<IfStmt, WhileStmt, DoStmt, ForStmt, SwitchStmt, DeclStmt>(Up);
      const auto *Call = dyn_cast<CallExpr>(Up);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      llvm::StringRef Name = nameOf(Callee);
      if (isLogLike(Name))
        return false;
      Given |= Call && !isa<CXXOperatorCallExpr>(Call) && Name != "make_error_code";
    }
    return false;
  }

  /// Whether no try block is around \p S, so that what it throws ends the coroutine.
  bool isOutside(const Stmt *S) const {
    return llvm::none_of(In.around(S), [](Arrivals::Region R) { return R.Index < 0; });
  }

  Coroutine &C;
  Unit &U;
  ASTContext &Context;
  const Parents &Parent;
  Arrivals In;
  LoopExits Exits;
  std::optional<ErrorTests> Tests;
  std::optional<ErrorUses> Uses;
  std::vector<Swallowed> Result;
  llvm::DenseMap<const Stmt *, const Suspension *> PointOf;
  llvm::DenseMap<const CXXCatchStmt *, const CFGBlock *> EntryOf;
};

} // namespace

std::vector<Swallowed> findSwallowed(Coroutine &C, Unit &U) { return Finder(C, U).run(); }

} // namespace cotidy
