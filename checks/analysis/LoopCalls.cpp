// SPDX-License-Identifier: Apache-2.0
// Tells by models, by visible bodies and by names what a call in a loop is for.
#include "LoopCalls.h"
#include "Names.h"
#include "Tasks.h"

using namespace clang;

namespace cotidy {
namespace {

constexpr llvm::StringLiteral PauseWords[] = {"sleep", "usleep", "nanosleep", "delay",
                                              "pause", "yield",  "backoff",   "throttle"};
/// Awaited operations that wait for an event or for a turn.
constexpr llvm::StringLiteral WaitWords[] = {"wait", "timer", "tick", "poll", "backoff"};
constexpr llvm::StringLiteral LockWords[] = {"lock",   "acquire", "mutex", "semaphore",
                                             "permit", "units",   "latch", "barrier"};
/// With nothing to hand back these only move the coroutine, or let others run.
constexpr llvm::StringLiteral HopWords[] = {"post",   "defer",      "dispatch", "schedule",
                                            "resume", "reschedule", "switch"};
constexpr llvm::StringLiteral GatherWords[] = {"gather", "race", "parallel", "when",    "collect",
                                               "join",   "all",  "any",      "windowed"};
constexpr llvm::StringLiteral StreamWords[] = {"read", "recv", "receive", "accept",
                                               "next", "pop",  "seek",    "flush"};
constexpr llvm::StringLiteral SendWords[] = {"write", "send",  "push",   "publish",
                                             "emit",  "reply", "respond"};

Doubt doubt(llvm::StringLiteral Why, const Stmt *At) { return {Why, At->getBeginLoc()}; }

bool isOutputStream(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R && (isOrDerivesFrom(R, "std::basic_ostream") || isOrDerivesFrom(R, "std::ostream"));
}

class CallJudge {
public:
  CallJudge(const LoopFacts &L, Unit &U, Effects &What) : L(L), U(U), Summaries(What) {
    for (const Suspension *S : L.awaits())
      walk(S->Operand, [&](const Stmt *Part) {
        if (isa<CallExpr, CXXConstructExpr>(Part) && !Awaited.insert(Part).second)
          return false; // An await within: its operand was walked with this one.
        return true;
      });
  }

  std::optional<Doubt> run() {
    std::optional<Doubt> Found;
    walk(L.parts().Body, [&](const Stmt *S) {
      if (Found)
        return false;
      if (const auto *D = dyn_cast<DeclStmt>(S)) {
        for (const Decl *Each : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(Each))
            if (const CXXRecordDecl *R = V->getType()->getAsCXXRecordDecl();
                R && hasWord(identifierOf(R), LockWords))
              Found = doubt("it holds a lock", S);
      } else if (const auto *X = dyn_cast<CXXConstructExpr>(S)) {
        Found = ofConstruction(X);
      } else if (const auto *X = dyn_cast<CallExpr>(S)) {
        Found = ofCall(X, Awaited.contains(S));
      }
      return !Found;
    });
    return Found;
  }

private:
  /// `co_await seconds(1)`, `co_await Sleep{1}`, `co_await Yield()`.
  std::optional<Doubt> ofConstruction(const CXXConstructExpr *X) {
    if (!Awaited.contains(X) || !isAwaitedItself(X))
      return std::nullopt;
    const CXXRecordDecl *R = X->getConstructor()->getParent();
    llvm::StringRef Name = identifierOf(R);
    if (hasWord(Name, PauseWords) || hasWord(Name, WaitWords) || hasWord(Name, HopWords) ||
        llvm::StringRef(qualifiedName(R)).starts_with("std::chrono::"))
      return doubt("it pauses", X);
    return std::nullopt;
  }

  bool isAwaitedItself(const Expr *E) const {
    for (const Stmt *P = L.parents().above(E); P; P = L.parents().above(P)) {
      if (isa<CoroutineSuspendExpr>(P))
        return true;
      if (!isa<CastExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, ExprWithCleanups,
               ParenExpr, CXXConstructExpr>(P))
        return false;
    }
    return false;
  }

  std::optional<Doubt> ofCall(const CallExpr *X, bool IsAwaited) {
    Call At = describe(X);
    if (!At.Callee) {
      if (IsAwaited || X->isTypeDependent())
        return doubt("it awaits a call that cannot be told", X);
      return std::nullopt;
    }
    llvm::SmallString<32> Buffer;
    llvm::StringRef Name = lastName(At.Callee, Buffer);
    if (hasWord(Name, PauseWords))
      return doubt("it pauses", X);
    // In the operand of an await there are also calls that only make arguments.
    IsAwaited &= isAwaitedItself(X) || isTaskType(X->getType(), U.models());
    if (IsAwaited)
      if (auto D = ofAwaited(X, At, Name))
        return D;
    return ofOwnership(X, At, IsAwaited);
  }

  std::optional<Doubt> ofAwaited(const CallExpr *X, const Call &At, llvm::StringRef Name) {
    if (!rowsFor(U.models().Gathers, At).empty())
      return doubt("it awaits many tasks at a time already", X);
    bool GivenTasks =
        llvm::any_of(At.Args, [&](const Expr *E) { return holdsTasks(E->getType(), U.models()); });
    if (GivenTasks && hasWord(Name, GatherWords))
      return doubt("it awaits many tasks at a time already", X);
    // With a task to place, `schedule_on` and its like are no hops.
    if (!GivenTasks) {
      if (!rowsFor(U.models().Hops, At).empty())
        return doubt("it moves the coroutine", X);
      if (hasWord(Name, HopWords) && (At.Args.empty() || !isAwaitedItself(X) || awaitIsVoid(X)))
        return doubt("it moves the coroutine", X);
    }
    llvm::StringRef Class = identifierOf(At.Class);
    if (hasWord(Name, WaitWords) || hasWord(Class, WaitWords) || hasWord(Class, PauseWords))
      return doubt("it waits for an event or for its turn", X);
    if (hasWord(Name, LockWords) || hasWord(Class, LockWords))
      return doubt("it takes a lock", X);
    if (isOrdered(At, Name))
      return doubt("messages to the same receiver, or reads from the same sender", X);
    if (isOpaque(At))
      return doubt("the callable may share state between its calls", X);
    // What a function of its own does to objects that it is given is seen where they are named.
    Effects::Summary Effect = Summaries.of(At.Callee);
    const auto *M = dyn_cast<CXXMethodDecl>(At.Callee);
    bool ThroughObject = M && M->isInstance() && !M->isConst() && !M->getParent()->isLambda();
    if (Effect.Visible && (Effect.ChangesShared || (Effect.ChangesObject && !ThroughObject)))
      return doubt("the body of what is awaited changes state that all iterations share", X);
    return std::nullopt;
  }

  bool awaitIsVoid(const CallExpr *X) const {
    for (const Stmt *P = L.parents().above(X); P; P = L.parents().above(P))
      if (const auto *A = dyn_cast<CoroutineSuspendExpr>(P))
        return A->getType()->isVoidType();
    return true;
  }

  /// An object that no name leads to is shared with whoever else can get at it.
  std::optional<Doubt> ofOwnership(const CallExpr *X, const Call &At, bool IsAwaited) {
    constexpr llvm::StringLiteral Why = "it changes an object that cannot be told from others";
    const auto *M = dyn_cast<CXXMethodDecl>(At.Callee);
    if (At.ObjectExpr && M && M->isInstance() && !M->isConst() &&
        !saysWhereToRun(At.ObjectExpr->getType()) && !L.leavesAlone(X) &&
        M->getOverloadedOperator() != OO_Arrow && M->getOverloadedOperator() != OO_Star &&
        rootOf(At.ObjectExpr).Kind == Root::Unknown && !isAwaitResult(At.ObjectExpr))
      return doubt(Why, X);
    for (size_t I = 0; I < At.Args.size() && I < At.Callee->getNumParams(); ++I) {
      QualType P = At.Callee->getParamDecl(I)->getType();
      bool Out = P->isLValueReferenceType() && !P->getPointeeType().isConstQualified();
      if (!Out && !(IsAwaited && isHandle(P)))
        continue;
      if (rootOf(At.Args[I]).Kind == Root::Unknown && !saysWhereToRun(At.Args[I]->getType()) &&
          !At.Callee->isInStdNamespace() && !isOutputStream(At.Args[I]->getType()))
        return doubt(Why, At.Args[I]);
    }
    return std::nullopt;
  }

  /// What an await of this iteration has handed over by value belongs to the iteration.
  static bool isAwaitResult(const Expr *E) {
    E = E->IgnoreUnlessSpelledInSource();
    return isa<CoawaitExpr>(E) && !isHandle(E->getType()) && !E->isLValue();
  }

  /// Reads from or writes to something that is the same in every iteration: their order matters.
  bool isOrdered(const Call &At, llvm::StringRef Name) {
    bool Sends = hasWord(Name, SendWords);
    if (!Sends && !hasWord(Name, StreamWords))
      return false;
    // What is read by a key is another thing each time, what is read without is the next one.
    bool ByKey = llvm::any_of(At.Args, [&](const Expr *E) { return L.isVarying(E); });
    auto IsSame = [&](const Expr *E) {
      bool Found = false;
      walk(E, [&](const Stmt *S) {
        Found |= isa<CXXThisExpr>(S);
        const auto *X = dyn_cast<Expr>(S);
        const VarDecl *V = X ? variableIn(X) : nullptr;
        if (V && !L.isInside(V) && !L.isIndex(V) && !V->isConstexpr() &&
            (V->hasLocalStorage() || !V->getType().isConstQualified()) &&
            !saysWhereToRun(V->getType()))
          Found |= Sends || !ByKey || V->getType().getNonReferenceType()->isScalarType() ||
                   isHandle(V->getType());
        return !Found;
      });
      return Found;
    };
    return (At.ObjectExpr && IsSame(At.ObjectExpr)) || llvm::any_of(At.Args, IsSame);
  }

  /// A callable whose body is not known may share anything between its calls.
  bool isOpaque(const Call &At) {
    if (At.Callee->getOverloadedOperator() != OO_Call)
      return false;
    if (!At.Class || !At.Class->isLambda())
      return !visibleDefinition(At.Callee);
    Effects::Summary S = Summaries.of(At.Callee);
    return !S.Visible || S.ChangesObject || S.ChangesShared;
  }

  const LoopFacts &L;
  Unit &U;
  Effects &Summaries;
  llvm::SmallPtrSet<const Stmt *, 16> Awaited;
};

} // namespace

std::optional<Doubt> doubtCalls(const LoopFacts &L, Unit &U, Effects &What) {
  return CallJudge(L, U, What).run();
}

const Expr *pauseIn(const Stmt *Loop) {
  const Expr *Found = nullptr;
  walk(Loop, [&](const Stmt *S) {
    const NamedDecl *D = nullptr;
    if (const auto *X = dyn_cast<CallExpr>(S))
      D = X->getDirectCallee();
    else if (const auto *K = dyn_cast<CXXConstructExpr>(S))
      D = K->getConstructor()->getParent();
    if (D && !Found &&
        (hasWord(identifierOf(D), PauseWords) || hasWord(identifierOf(D), WaitWords)))
      Found = cast<Expr>(S);
    return !Found;
  });
  return Found;
}

} // namespace cotidy
