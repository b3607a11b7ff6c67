// SPDX-License-Identifier: Apache-2.0
// Proves that no iteration of a loop needs another's result, or says why it cannot.
#include "LoopDependence.h"
#include "LoopCalls.h"
#include "LoopControl.h"
#include "Names.h"
#include "Tasks.h"
#include <variant>

using namespace clang;

namespace cotidy {
namespace {

Doubt doubt(llvm::StringLiteral Why, const Stmt *At) { return {Why, At->getBeginLoc()}; }

/// How one object that outlives the iteration is used in the loop.
struct Tally {
  unsigned Reads = 0, Elements = 0, Slots = 0, Adds = 0, Aliases = 0;
  bool ByKey = false, AliasesAreElements = true;
  const Expr *Changed = nullptr, *First = nullptr;

  bool isFine() const {
    bool Aliased = Aliases && !(AliasesAreElements && !Adds);
    if (Changed || (Adds && (Reads || Elements || Slots || Aliased)))
      return false;
    // With keys two iterations may mean the same slot, so that what is read there counts.
    return !Slots || (!Reads && !Aliased && !(ByKey && Elements));
  }
};

/// Follows values from iteration to iteration.
class ValueFlow {
public:
  explicit ValueFlow(const LoopFacts &L) : L(L) {}

  std::optional<Doubt> run() {
    for (const auto &[V, Where] : L.variables()) {
      std::optional<Doubt> D = L.isIndex(V)    ? ofIndex(V, Where)
                               : L.isInside(V) ? ofInside(V, Where)
                                               : ofOutside(V, Where);
      if (D)
        return D;
    }
    bool Calls = false, Adds = false;
    for (const auto &[Field, Where] : L.members()) {
      for (const Mention &M : Where)
        if (M.InBody)
          count(Key(Field, OfThis), M);
      Calls |= !Field;
    }
    for (const auto &[Object, T] : All) {
      if (!T.isFine())
        return doubt("a value flows from one iteration to a later one",
                     T.Changed ? T.Changed : T.First);
      Adds |= Object.second && (T.Adds || T.Slots);
    }
    // A method may read the member that is added to.
    if (Adds && Calls)
      return doubt("a member function may read what is added to a member", L.parts().Loop);
    return std::nullopt;
  }

private:
  /// A variable, or a member of `this` (null: the object as a whole).
  static constexpr unsigned OfThis = 1;
  using Key = std::pair<const ValueDecl *, unsigned>;

  static std::optional<Key> keyOf(const Expr *E) {
    Root Of = rootOf(E);
    if (Of.Kind == Root::Variable)
      return Key(canonical(Of.Var));
    if (Of.Kind == Root::This)
      return Key(Of.Member, OfThis);
    return std::nullopt;
  }

  /// A reference that was made before the loop stands for what it refers to.
  static Key canonical(const VarDecl *V) {
    for (unsigned I = 0;
         I < 16 && V->getType()->isReferenceType() && V->getInit() && !isa<ParmVarDecl>(V); ++I) {
      Root Of = rootOf(V->getInit());
      if (Of.Kind == Root::This)
        return Key(Of.Member, OfThis);
      if (Of.Kind != Root::Variable)
        break;
      V = Of.Var;
    }
    return Key(V, 0);
  }

  void count(Key Object, const Mention &M) {
    Tally &T = All[Object];
    if (!T.First)
      T.First = M.At;
    switch (M.What) {
    case Use::Read:
      ++T.Reads;
      break;
    case Use::Element:
      ++T.Elements;
      break;
    case Use::WriteSlot:
      ++T.Slots;
      break;
    case Use::Accumulate:
      ++T.Adds;
      break;
    case Use::Alias:
      ++T.Aliases;
      break;
    case Use::Change:
      T.Changed = M.At;
      break;
    case Use::Step:
      if (isDroppedStep(M.At))
        ++T.Adds;
      else
        T.Changed = M.At;
      break;
    }
    T.ByKey |= M.ByKey;
  }

  bool isDroppedStep(const Expr *E) const {
    const Stmt *P = L.parents().above(E);
    while (P && !isa<UnaryOperator, CXXOperatorCallExpr>(P))
      P = L.parents().above(P);
    return P && isDropped(L.parents(), cast<Expr>(P));
  }

  std::optional<Doubt> ofIndex(const VarDecl *V, llvm::ArrayRef<Mention> Where) {
    bool Writes = false;
    for (const Mention &M : Where) {
      if (M.What == Use::Change || M.What == Use::Alias)
        return doubt("the counter is changed in another way, too", M.At);
      Writes |= M.What == Use::WriteSlot;
    }
    // What is written through an iterator is in its container.
    if (Writes && !V->getType()->isIntegerType() && V->getInit())
      if (std::optional<Key> Container = keyOf(V->getInit())) {
        Tally &T = All[*Container];
        T.First = T.First ? T.First : Where.front().At;
        ++T.Slots;
      }
    return std::nullopt;
  }

  std::optional<Doubt> ofInside(const VarDecl *V, llvm::ArrayRef<Mention> Where) {
    LoopFacts::Origin From = L.originOf(V);
    if (From.Kind == LoopFacts::Origin::Own)
      return std::nullopt;
    for (const Mention &M : Where) {
      bool Writes = M.What == Use::Change || M.What == Use::WriteSlot ||
                    M.What == Use::Accumulate ||
                    (M.What == Use::Step && !V->getType()->isPointerType());
      if (!Writes)
        continue;
      if (From.Kind == LoopFacts::Origin::Elsewhere)
        return doubt("what it changes may be shared between iterations", M.At);
      if (std::optional<Key> Container = keyOf(From.Of)) {
        Tally &T = All[*Container];
        T.First = T.First ? T.First : M.At;
        ++T.Slots;
      }
    }
    // An alias of something that outlives the iteration, unless it is an element.
    if (V != L.element() && From.Kind != LoopFacts::Origin::Element && V->getInit())
      if (std::optional<Key> Container = keyOf(V->getInit()))
        All[*Container].AliasesAreElements = false;
    return std::nullopt;
  }

  std::optional<Doubt> ofOutside(const VarDecl *V, llvm::ArrayRef<Mention> Where) {
    Key Object = canonical(V);
    for (const Mention &M : Where)
      // The head may ask for the size or the end of what the body fills.
      if (M.InBody)
        count(Object, M);
    return std::nullopt;
  }

  const LoopFacts &L;
  llvm::MapVector<Key, Tally> All;
};

const Expr *stripped(const Expr *E) {
  while (E) {
    const Expr *Before = E;
    E = E->IgnoreUnlessSpelledInSource();
    if (const auto *X = dyn_cast<ExprWithCleanups>(E))
      E = X->getSubExpr();
    else if (const auto *X = dyn_cast<CallExpr>(E); X && X->isCallToStdMove())
      E = X->getArg(0);
    if (E == Before)
      break;
  }
  return E;
}

/// What adapters are put around: `task.resolve()` and `co_withExecutor(e, task)` await the task.
const Expr *adapted(const Expr *E, const model::Index &Models) {
  for (unsigned I = 0; I < 16; ++I) {
    E = stripped(E);
    const auto *X = dyn_cast<CallExpr>(E);
    if (!X || isa<CXXOperatorCallExpr>(X))
      return E;
    Call At = describe(X);
    const Expr *Inner = nullptr;
    if (At.ObjectExpr && isTaskType(At.ObjectExpr->getType(), Models))
      Inner = At.ObjectExpr;
    else
      for (const Expr *Arg : At.Args)
        if (!Inner && isTaskType(Arg->getType(), Models))
          Inner = Arg;
    if (!Inner)
      return E;
    E = Inner;
  }
  return E;
}

/// Finds the await that starts work of its own.
class WorkFinder {
public:
  WorkFinder(const LoopFacts &L, Unit &U, Effects &What) : L(L), U(U), Summaries(What) {}

  /// The first such await, or why there is none.
  std::variant<IndependentLoop, Doubt> run() {
    IndependentLoop Out;
    Out.Loop = L.parts().Loop;
    Out.Body = L.parts().Body;
    Out.Element = L.element();
    std::optional<Doubt> Last;
    unsigned Suspending = 0;
    for (const Suspension *S : L.awaits()) {
      if (!S->CanSuspend)
        continue;
      ++Suspending;
      if (Out.Await)
        continue;
      Start At = startOf(*S);
      if (At.Blocks)
        return *At.Blocks;
      if (At.No)
        Last = At.No;
      if (!At.Kept && !At.Work)
        continue;
      Out.Await = S->Await;
      Out.Operand = S->Operand;
      Out.Work = At.Work;
      Out.Kept = At.Kept;
    }
    if (!Out.Await)
      return Last ? *Last : doubt("nothing in it can suspend", Out.Loop);
    const Stmt *Only = Out.Body;
    if (const auto *Block = dyn_cast<CompoundStmt>(Only))
      Only = Block->size() == 1 ? Block->body_front() : nullptr;
    Out.Single = Suspending == 1 && isa_and_nonnull<Expr>(Only);
    return Out;
  }

private:
  struct Start {
    const CallExpr *Work = nullptr;
    bool Kept = false;
    std::optional<Doubt> No;     ///< It is not what can overlap.
    std::optional<Doubt> Blocks; ///< For it the whole loop has to go one by one.
  };

  Start startOf(const Suspension &S) {
    Start Out;
    const Expr *What = adapted(S.Operand, U.models());
    if (What->isTypeDependent()) {
      Out.Blocks = doubt("the type of what is awaited is not known in the pattern", What);
      return Out;
    }
    const Expr *From = What;
    const auto *O = dyn_cast<CXXOperatorCallExpr>(What);
    if (!isa<CallExpr>(What) || (O && O->getOperator() != OO_Call)) {
      Root Of = rootOf(What);
      bool Mine = Of.Kind == Root::Variable
                      ? L.isInside(Of.Var) || L.isSlot(What) || L.isIndex(Of.Var)
                      : Of.Kind == Root::This && L.isSlot(What);
      if (!Mine) {
        Out.Blocks = doubt("it awaits an object that outlives the iteration", What);
        return Out;
      }
      const VarDecl *V = isa<DeclRefExpr>(What) ? variableIn(What) : nullptr;
      if (V && V != L.element() && L.isInside(V) && L.originOf(V).Kind == LoopFacts::Origin::Own) {
        // A task that was made in the same iteration stands for the call that made it.
        From = V->getInit() ? stripped(V->getInit()) : nullptr;
      } else if (cotidy::startOf(What->getType(), U.models()) == model::Start::Lazy) {
        Out.Kept = true;
        return Out;
      } else {
        Out.Blocks = doubt("tasks that may run already are awaited", What);
        return Out;
      }
    }
    const auto *Work = dyn_cast_or_null<CallExpr>(From);
    Call At = Work ? describe(Work) : Call();
    if (!Work || !At.Callee || !isTaskType(Work->getType(), U.models())) {
      Out.No = doubt("what is awaited is no call that returns a task", What);
      return Out;
    }
    Effects::Summary Effect = Summaries.of(At.Callee);
    if (Effect.Visible && !Effect.Waits)
      Out.No = doubt("the awaited body never waits", What);
    else if (!L.isVarying(Work))
      Out.No = doubt("each iteration awaits the same call", What);
    else
      Out.Work = Work;
    return Out;
  }

  const LoopFacts &L;
  Unit &U;
  Effects &Summaries;
};

LoopVerdict judge(Coroutine &C, Unit &U, Effects &What, const Stmt *Loop,
                  llvm::ArrayRef<const Suspension *> Awaits) {
  LoopVerdict Out;
  Out.Loop = Loop;
  LoopFacts L(C, U, What, *partsOfLoop(Loop), Awaits);
  if (!(Out.Why = doubtHead(L, U)) && !(Out.Why = doubtExits(L)) &&
      !(Out.Why = doubtCalls(L, U, What)) && !(Out.Why = ValueFlow(L).run())) {
    auto Found = WorkFinder(L, U, What).run();
    if (auto *Yes = std::get_if<IndependentLoop>(&Found))
      Out.Independent = *Yes;
    else
      Out.Why = std::get<Doubt>(Found);
  }
  return Out;
}

} // namespace

std::vector<LoopVerdict> loopsOf(Coroutine &C, Unit &U, Effects &What) {
  const Parents &Up = C.surroundings().parents();
  llvm::MapVector<const Stmt *, llvm::SmallVector<const Suspension *, 4>> Loops;
  llvm::DenseMap<const Stmt *, std::pair<const Stmt *, unsigned>> Around; // The next one, depth.
  for (const Suspension &S : C.suspensions()) {
    const Stmt *Child = S.Await;
    llvm::SmallVector<const Stmt *, 4> Nest;
    for (const Stmt *P = Up.above(S.Await); P; Child = P, P = Up.above(P)) {
      std::optional<LoopParts> Form = partsOfLoop(P);
      // What stands in the head before the first iteration runs once.
      const auto *F = dyn_cast<ForStmt>(P);
      if (!Form || (F && Child == F->getInit()) ||
          (Form->Range && Child != Form->Body && !Form->Range->getCoawaitLoc().isValid()))
        continue;
      Loops[P].push_back(&S);
      Nest.push_back(P);
    }
    for (size_t I = 0; I < Nest.size(); ++I)
      Around[Nest[I]] = {I + 1 < Nest.size() ? Nest[I + 1] : nullptr, Nest.size() - I};
  }
  llvm::SmallVector<const Stmt *, 8> Order;
  for (const auto &[Loop, Awaits] : Loops)
    Order.push_back(Loop);
  llvm::stable_sort(
      Order, [&](const Stmt *A, const Stmt *B) { return Around[A].second > Around[B].second; });
  llvm::SmallPtrSet<const Stmt *, 8> HasInner;
  std::vector<LoopVerdict> Result;
  for (const Stmt *Loop : Order) {
    LoopVerdict V;
    V.Loop = Loop;
    bool Inner = HasInner.contains(Loop);
    if (!Inner)
      V = judge(C, U, What, Loop, Loops[Loop]);
    if (Inner || V.Independent)
      HasInner.insert(Around[Loop].first);
    Result.push_back(std::move(V));
  }
  return Result;
}

} // namespace cotidy
