// SPDX-License-Identifier: Apache-2.0
// Follows locks of threads along the control flow graph of a coroutine.
#include "LockState.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether the condition tells whether its guard holds the lock: `owns_lock()`, `operator bool`.
bool asksGuard(const Expr *E) {
  const auto *C = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *M = C ? C->getMethodDecl() : nullptr;
  return M && C->getNumArgs() == 0 && M->getReturnType()->isBooleanType() &&
         (isa<CXXConversionDecl>(M) || nameOf(M) == "owns_lock" || nameOf(M) == "isLocked");
}

/// The variable that is initialised or assigned with \p E, where it stands in the body.
const VarDecl *resultOf(const Expr *E, const Parents &Up) {
  for (const Stmt *Child = E, *P = Up.above(E); P; Child = P, P = Up.above(P)) {
    if (isa<FullExpr, CastExpr, ParenExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(P))
      continue;
    if (const auto *D = dyn_cast<DeclStmt>(P))
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit() == Child)
          return V;
    return nullptr;
  }
  return nullptr;
}

/// What may throw while a lock is held. Locking and unlocking are told apart by their events.
bool mayThrow(const Stmt *S) {
  return isa<CallExpr, CXXConstructExpr, CXXNewExpr, CXXThrowExpr, CoroutineSuspendExpr,
             DependentCoawaitExpr, CXXDeleteExpr>(S);
}

} // namespace

LockState::LockState(Coroutine &C, Unit &U)
    : C(C), Context(U.context()), Known(U.models()), Uses(U.models()) {}

std::vector<LockedSuspension> LockState::held() {
  std::vector<LockedSuspension> Result;
  if (llvm::none_of(C.suspensions(), [](const Suspension &S) { return S.CanSuspend; }))
    return Result;
  findLocks();
  llvm::DenseMap<const Stmt *, unsigned> States;
  if (!Locks.empty() && C.flow().valid()) {
    for (const CFGBlock *Block : *C.flow().graph())
      for (const CFGElement &Element : *Block)
        if (auto S = Element.getAs<CFGStmt>())
          Elements.insert(S->getStmt());
    findEvents();
    findOtherUses();
    findTests();
    PlacesOf.resize(Locks.size());
    for (const auto &[Place, Events] : Happens)
      for (const Event &E : Events) {
        PlacesOf[E.Lock].push_back(Place);
        if (E.Kind >= Event::MoveTo)
          PlacesOf[E.Other].push_back(Place);
      }
    unsigned AtEntry = 0;
    for (unsigned I = 0; I < Locks.size(); ++I)
      AtEntry |= isa_and_nonnull<ParmVarDecl>(Locks[I].Guard) ? held(I) : free(I);
    States = C.flow().statesBefore(
        AtEntry, [this](const Stmt *S, unsigned State) { return step(S, State); },
        [this](const CFGBlock *B, unsigned Next, unsigned State) { return along(B, Next, State); },
        [this](const Stmt *S) { return mayThrow(S) && !Happens.contains(S); });
  }
  for (const Suspension &S : C.suspensions()) {
    if (!S.CanSuspend)
      continue;
    LockedSuspension Found;
    Found.At = &S;
    auto State = States.find(S.Await);
    if (State != States.end()) {
      llvm::SmallVector<const VarDecl *, 8> Alive;
      for (unsigned I = 0; I < Locks.size(); ++I) {
        if (!(State->second & held(I)) || Lost[I])
          continue;
        if (Alive.empty())
          Alive = C.localsAlive(S.Await);
        if (!isAlive(Locks[I], Alive) ||
            ((State->second & free(I)) && isDecidedElsewhere(I, S.Await)))
          continue;
        Found.Locks.push_back({&Locks[I], since(I, S.Await)});
      }
    }
    addTemporaries(S, Found);
    if (!Found.Locks.empty())
      Result.push_back(std::move(Found));
  }
  return Result;
}

std::optional<unsigned> LockState::known(const Object &Path) const {
  for (unsigned I = 0; I < Locks.size(); ++I)
    if (!Path.empty() && Locks[I].Path == Path)
      return I;
  return std::nullopt;
}

unsigned LockState::lockFor(Object Path, const Expr *Acquire, QualType T) {
  std::optional<unsigned> Old = known(Path);
  if (!Old) {
    Old = Locks.size();
    TrackedLock New;
    New.Path = std::move(Path);
    if (const CXXRecordDecl *R = recordOf(T))
      New.Type = qualifiedName(R);
    Locks.push_back(std::move(New));
    Lost.push_back(false);
  }
  if (Acquire)
    Locks[*Old].Acquires.push_back(Acquire);
  return *Old;
}

/// The guards first: what is done to a mutex through a guard counts for the guard.
void LockState::findLocks() {
  auto AddGuard = [this](const VarDecl *V) {
    if (!Known.isGuard(V->getType()) || Locks.size() >= Most)
      return;
    TrackedLock &L = Locks[lockFor({V}, nullptr, V->getType())];
    L.Guard = V;
    const auto *Made = dyn_cast_or_null<CXXConstructExpr>(guardMaker(V->getInit()));
    for (unsigned I = 0; Made && I < Made->getNumArgs() && L.Mutex.empty(); ++I) {
      const Expr *Arg = Made->getArg(I);
      // Moved from another guard, it has that one's mutex.
      if (Known.isGuard(Arg->getType().getNonReferenceType())) {
        if (std::optional<unsigned> From = known(objectOf(Arg)))
          L.Mutex = Object(Locks[*From].Mutex);
      } else if (Known.isMutex(pointee(Arg->getType()))) {
        L.Mutex = objectOf(Arg);
      }
    }
  };
  for (const ParmVarDecl *P : C.function()->parameters())
    if (!P->getType()->isReferenceType())
      AddGuard(P);
  llvm::SmallVector<const CallExpr *, 8> Calls;
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls()) {
        const auto *V = dyn_cast<VarDecl>(Each);
        if (!V || !V->hasLocalStorage() || !V->getInit())
          continue;
        // A reference can only keep a temporary of its own.
        const Expr *Init = V->getInit()->IgnoreImplicit();
        if (!V->getType()->isReferenceType() || Init->isPRValue())
          AddGuard(V);
      }
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      Calls.push_back(Call);
    }
    return true;
  });
  for (const CallExpr *Call : Calls) {
    cotidy::Call At = describe(Call);
    LockEffect E = Known.of(At);
    if (E == LockEffect::None)
      continue;
    if (E == LockEffect::Disown && At.ObjectExpr) {
      // The mutex goes on by the name of the variable, or by its own.
      std::optional<unsigned> From = known(objectOf(At.ObjectExpr));
      const VarDecl *V = resultOf(Call, C.surroundings().parents());
      Object Mutex = V ? Object{V} : From ? Locks[*From].Mutex : Object();
      if (From && !Mutex.empty() && Locks.size() < Most)
        lockFor(Mutex, Call, Call->getType());
      continue;
    }
    if ((E != LockEffect::Lock && E != LockEffect::TryLock) || Known.isGuard(Call->getType()))
      continue;
    llvm::SmallVector<const Expr *, 2> Targets;
    if (At.ObjectExpr)
      Targets.push_back(At.ObjectExpr);
    else
      Targets.append(At.Args.begin(), At.Args.end());
    for (const Expr *Target : Targets) {
      Object Path = objectOf(Target);
      if (!Path.empty() && Path.back() && (known(Path) || Locks.size() < Most))
        lockFor(Path, Call, Path.back()->getType());
    }
  }
}

void LockState::happens(const Expr *Place, Event E) {
  Happens[Place].push_back(E);
  Explained.insert(Place);
}

/// The guard \p To gets the value of \p From, at \p Place.
void LockState::assign(unsigned To, const Expr *From, const Expr *Place) {
  const Expr *Maker = guardMaker(From);
  const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Maker);
  const Expr *Source = Made && Made->getNumArgs() == 1 ? Made->getArg(0) : Maker;
  if (Maker && Elements.contains(Maker) && isa<CXXConstructExpr, CallExpr>(Maker))
    Place = Maker;
  std::optional<unsigned> Other =
      Source && Known.isGuard(Source->getType()) ? known(objectOf(Source)) : std::nullopt;
  if (Other && *Other != To) {
    Locks[To].Acquires.append(Locks[*Other].Acquires);
    if (Locks[To].Mutex.empty())
      Locks[To].Mutex = Locks[*Other].Mutex;
    return happens(Place, {Event::MoveTo, *Other, To});
  }
  std::optional<LockEffect> Holds = Known.initially(From);
  if (Holds == LockEffect::Lock || Holds == LockEffect::TryLock) {
    Locks[To].Acquires.push_back(Maker);
    happens(Place, {Holds == LockEffect::Lock ? Event::Take : Event::TryTake, To});
    // It takes over what was locked by hand.
    for (unsigned I = 0; Made && I < Made->getNumArgs(); ++I)
      if (std::optional<unsigned> Mutex = known(objectOf(Made->getArg(I))))
        happens(Place, {Event::Free, *Mutex});
    return;
  }
  happens(Place, {Event::Free, To});
}

void LockState::eventsOf(const CallExpr *Call) {
  cotidy::Call At = describe(Call);
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Call);
      O && O->getOperator() == OO_Equal && O->getNumArgs() == 2)
    if (std::optional<unsigned> To = known(objectOf(O->getArg(0))); To && Locks[*To].Guard) {
      assign(*To, O->getArg(1), Call);
      Explained.insert(Call);
      return;
    }
  LockEffect E = Known.of(At);
  if (E == LockEffect::None)
    return;
  llvm::SmallVector<unsigned, 2> Targets;
  llvm::SmallVector<const Expr *, 4> Named;
  if (At.ObjectExpr)
    Named.push_back(At.ObjectExpr);
  if (!At.ObjectExpr || E == LockEffect::Swap)
    Named.append(At.Args.begin(), At.Args.end());
  for (const Expr *N : Named)
    if (std::optional<unsigned> Lock = known(objectOf(N)))
      Targets.push_back(*Lock);
  if (Targets.empty())
    return;
  switch (E) {
  case LockEffect::Lock:
  case LockEffect::TryLock:
    for (unsigned Lock : Targets) {
      if (!llvm::is_contained(Locks[Lock].Acquires, Call))
        Locks[Lock].Acquires.push_back(Call);
      happens(Call, {E == LockEffect::Lock ? Event::Take : Event::TryTake, Lock});
    }
    break;
  case LockEffect::Unlock:
    for (unsigned Lock : Targets)
      happens(Call, {Event::Free, Lock});
    break;
  case LockEffect::Disown: {
    const VarDecl *V = resultOf(Call, C.surroundings().parents());
    std::optional<unsigned> To = known(V ? Object{V} : Locks[Targets[0]].Mutex);
    if (To && *To != Targets[0])
      happens(Call, {Event::DisownTo, Targets[0], *To});
    else
      happens(Call, {Event::Free, Targets[0]});
    break;
  }
  case LockEffect::Swap:
    if (Targets.size() == 2) {
      Locks[Targets[0]].Acquires.append(Locks[Targets[1]].Acquires);
      Locks[Targets[1]].Acquires = Locks[Targets[0]].Acquires;
      happens(Call, {Event::SwapWith, Targets[0], Targets[1]});
    } else {
      happens(Call, {Event::Free, Targets[0]});
    }
    break;
  case LockEffect::None:
    break;
  }
}

void LockState::findEvents() {
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit())
          if (std::optional<unsigned> Lock = known({V}); Lock && Locks[*Lock].Guard == V)
            assign(*Lock, V->getInit(), V->getInit());
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      eventsOf(Call);
    }
    return true;
  });
}

/// Whether \p Body locks or unlocks \p Path, or moves it.
bool LockState::locksIn(const Stmt *Body, const Object &Path) const {
  bool Found = false;
  walk(Body, [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call)
      return !Found;
    cotidy::Call At = describe(Call);
    const auto *O = dyn_cast<CXXOperatorCallExpr>(Call);
    bool Changes =
        Known.of(At) != LockEffect::None || Call->isCallToStdMove() || (O && O->isAssignmentOp());
    Found |= Changes && ((At.ObjectExpr && objectOf(At.ObjectExpr) == Path) ||
                         llvm::any_of(At.Args, [&](const Expr *A) { return objectOf(A) == Path; }));
    return !Found;
  });
  return Found;
}

/// Whether the lock at \p Ref is handed by reference to a function that locks or unlocks it.
bool LockState::mayChange(const Expr *Ref) const {
  const Parents &Up = C.surroundings().parents();
  const Stmt *Child = Ref;
  for (const Stmt *P = Up.above(Ref); isa_and_nonnull<Expr>(P); Child = P, P = Up.above(P)) {
    const auto *Call = dyn_cast<CallExpr>(P);
    if (!Call)
      continue;
    const FunctionDecl *F = Call->getDirectCallee();
    const FunctionDecl *Definition = F ? visibleDefinition(F) : nullptr;
    if (!Definition || isa<CXXOperatorCallExpr>(Call))
      return false;
    for (unsigned I = 0; I < Call->getNumArgs() && I < Definition->getNumParams(); ++I)
      if (Call->getArg(I) == Child)
        return locksIn(writtenBody(Definition), {Definition->getParamDecl(I)});
    return false;
  }
  return false;
}

/// Whoever else gets hold of a lock may release it: it is not followed any further.
void LockState::findOtherUses() {
  const Parents &Up = C.surroundings().parents();
  HandleUses::forEachRef(C.body(), [&](const Expr *Ref, const Object &Path) {
    std::optional<unsigned> Lock = known(Path);
    if (!Lock)
      return;
    // What is in the middle of a longer chain of members is not the lock itself.
    for (const Stmt *P = Up.above(Ref); isa_and_nonnull<Expr>(P); P = Up.above(P)) {
      if (Explained.contains(cast<Expr>(P)))
        return;
      if (!isa<CastExpr, ParenExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, MemberExpr,
               CXXConstructExpr, UnaryOperator, InitListExpr>(P) &&
          !(isa<CallExpr>(P) && cast<CallExpr>(P)->isCallToStdMove()))
        break;
    }
    HandleUses::Handle H;
    H.Path = Path;
    H.IsObject = true;
    HandleUse U = Uses.at(Ref, H, Up);
    if (U.Effect == HandleEffect::Share)
      Lost[*Lock] = true;
    else if ((U.Effect != HandleEffect::Use && U.Effect != HandleEffect::Lend) || mayChange(Ref))
      Happens[Elements.contains(U.Place) ? U.Place : Ref].push_back({Event::Free, *Lock});
  });
  // A lambda that locks or unlocks may run at any time.
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *L = dyn_cast<LambdaExpr>(S))
      for (unsigned I = 0; I < Locks.size(); ++I)
        if (!Lost[I])
          Lost[I] = locksIn(L->getBody(), Locks[I].Path);
    return true;
  });
}

void LockState::testOn(const CFGBlock *Block, const Expr *Subject, bool Named,
                       const BranchTest &T) {
  const auto *Call = dyn_cast<CallExpr>(Subject);
  if (!Call)
    return;
  cotidy::Call At = describe(Call);
  bool Tries = Known.of(At) == LockEffect::TryLock;
  if (!Tries && !asksGuard(Call))
    return;
  // A boolean says true when it has the lock; a status of C's is zero then.
  int64_t Success = Call->getType()->isBooleanType();
  unsigned Yes = T.holdsFor(Success) ? 0 : 1;
  llvm::SmallVector<const Expr *, 2> Targets;
  if (At.ObjectExpr)
    Targets.push_back(At.ObjectExpr);
  else
    Targets.append(At.Args.begin(), At.Args.end());
  for (const Expr *Target : Targets)
    if (std::optional<unsigned> Lock = known(objectOf(Target))) {
      Tested[Block][1 - Yes].Free |= held(*Lock);
      // A variable may speak of an earlier state.
      if (!Named)
        Tested[Block][Yes].Held |= held(*Lock);
    }
}

void LockState::findTests() {
  for (const CFGBlock *Block : *C.flow().graph()) {
    std::optional<BranchTest> T = testAtEndOf(*Block, Context);
    if (!T)
      continue;
    const Expr *Subject = T->Subject;
    if (const auto *B = dyn_cast<BinaryOperator>(Subject); B && B->getOpcode() == BO_Assign)
      Subject = B->getRHS()->IgnoreParenImpCasts();
    const auto *Ref = dyn_cast<DeclRefExpr>(Subject);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (V && V->isLocalVarDecl() && V->getInit() && !known({V})) {
      // The name of a test that was made before.
      if (std::optional<BranchTest> Before = testOf(V->getInit(), Context)) {
        if (V->getType()->isBooleanType())
          Before->Negated ^= !T->holdsFor(1);
        else
          Before = {Before->Subject, T->Op, T->Value, T->Negated};
        testOn(Block, Before->Subject, /*Named=*/true, *Before);
      }
      continue;
    }
    testOn(Block, Subject, /*Named=*/false, *T);
  }
}

unsigned LockState::step(const Stmt *S, unsigned State) const {
  auto It = Happens.find(S);
  if (It == Happens.end())
    return State;
  auto Set = [&](unsigned Lock, unsigned Held, unsigned Free) {
    State =
        (State & ~(held(Lock) | free(Lock))) | (Held ? held(Lock) : 0) | (Free ? free(Lock) : 0);
  };
  for (const Event &E : It->second) {
    unsigned Held = State & held(E.Lock), Free = State & free(E.Lock);
    switch (E.Kind) {
    case Event::Take:
      Set(E.Lock, 1, 0);
      break;
    case Event::TryTake:
      Set(E.Lock, 1, 1);
      break;
    case Event::Free:
      Set(E.Lock, 0, 1);
      break;
    case Event::MoveTo:
    case Event::DisownTo:
      Set(E.Other, Held, Free);
      Set(E.Lock, 0, 1);
      break;
    case Event::SwapWith: {
      unsigned OtherHeld = State & held(E.Other), OtherFree = State & free(E.Other);
      Set(E.Other, Held, Free);
      Set(E.Lock, OtherHeld, OtherFree);
      break;
    }
    }
  }
  return State;
}

unsigned LockState::along(const CFGBlock *Block, unsigned Successor, unsigned State) const {
  auto It = Tested.find(Block);
  if (It == Tested.end() || Successor > 1)
    return State;
  const Outcome &O = It->second[Successor];
  State = (State & ~O.Free) | (O.Free << 1);
  // A test that says yes rules the other paths out.
  return State & ~((O.Held & State) << 1);
}

/// What a branch asks: the variables and members in its condition.
static void asksOf(const Stmt *Branch, llvm::SmallPtrSetImpl<const ValueDecl *> &Into) {
  const Stmt *Condition = nullptr;
  if (const auto *I = dyn_cast<IfStmt>(Branch))
    Condition = I->getCond();
  else if (const auto *W = dyn_cast<WhileStmt>(Branch))
    Condition = W->getCond();
  else if (const auto *S = dyn_cast<SwitchStmt>(Branch))
    Condition = S->getCond();
  else if (const auto *K = dyn_cast<AbstractConditionalOperator>(Branch))
    Condition = K->getCond();
  walk(Condition, [&](const Stmt *S) {
    if (const auto *R = dyn_cast<DeclRefExpr>(S); R && isa<VarDecl>(R->getDecl()))
      Into.insert(R->getDecl());
    else if (const auto *M = dyn_cast<MemberExpr>(S); M && isa<FieldDecl>(M->getMemberDecl()))
      Into.insert(M->getMemberDecl());
    return true;
  });
}

/// Counts for each variable the branches that ask for it, and what is assigned to it: an assigned
/// one may remember what was done.
void LockState::findQuestions() {
  if (!Asked.empty())
    return;
  Asked[nullptr] = 0;
  walk(C.body(), [&](const Stmt *S) {
    if (isa<IfStmt, WhileStmt, SwitchStmt, AbstractConditionalOperator>(S)) {
      llvm::SmallPtrSet<const ValueDecl *, 4> Here;
      asksOf(S, Here);
      for (const ValueDecl *D : Here)
        ++Asked[D];
    } else if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp()) {
      if (Object To = objectOf(B->getLHS()); !To.empty())
        ++Asked[To.back()];
    }
    return true;
  });
}

/// Whether the paths on which it is held and the others are told apart by something that is asked
/// again: then the path on which it is held may not be the one that leads to the await.
bool LockState::isDecidedElsewhere(unsigned Lock, const Expr *Await) {
  findQuestions();
  const Parents &Up = C.surroundings().parents();
  llvm::SmallPtrSet<const Stmt *, 8> Seen;
  for (const Stmt *P : Up.of(Await))
    Seen.insert(P);
  for (const Stmt *Place : PlacesOf[Lock])
    for (const Stmt *P = Up.above(Place); P && Seen.insert(P).second; P = Up.above(P)) {
      llvm::SmallPtrSet<const ValueDecl *, 4> Here;
      asksOf(P, Here);
      for (const ValueDecl *D : Here)
        if (D != Locks[Lock].Guard && Asked.lookup(D) > 1)
          return true;
    }
  return false;
}

bool LockState::isAlive(const TrackedLock &L, llvm::ArrayRef<const VarDecl *> Alive) const {
  const auto *V = L.Path.empty() ? nullptr : dyn_cast_or_null<VarDecl>(L.Path.front());
  return !V || !V->hasLocalStorage() || V->getDeclContext() != C.function() ||
         llvm::is_contained(Alive, V);
}

const Expr *LockState::since(unsigned Lock, const Expr *Await) {
  // Locked at one place only, and on all paths: there. Else it may have come by a move.
  if (Locks[Lock].Acquires.size() == 1 && C.flow().dominates(Locks[Lock].Acquires.front(), Await))
    return Locks[Lock].Acquires.front();
  // The nearest one before it in the source nearly always is the one; a few tries are enough.
  const SourceManager &SM = Context.getSourceManager();
  llvm::SmallVector<const Expr *, 4> Before, After;
  for (const Expr *Acquire : Locks[Lock].Acquires)
    (SM.isBeforeInTranslationUnit(Acquire->getBeginLoc(), Await->getBeginLoc()) ? Before : After)
        .push_back(Acquire);
  std::reverse(Before.begin(), Before.end());
  std::reverse(After.begin(), After.end());
  Before.append(After);
  for (const Expr *Acquire : llvm::ArrayRef(Before).take_front(8)) {
    bool Reaches = C.flow().reaches(Acquire, Await, [&](const Stmt *S) {
      auto It = Happens.find(S);
      return It != Happens.end() && llvm::any_of(It->second, [&](const Event &E) {
               return E.Lock == Lock && E.Kind == Event::Free;
             });
    });
    if (Reaches)
      return Acquire;
  }
  return nullptr;
}

/// A guard that is a temporary of the operand lives until the whole expression has been evaluated,
/// and so over the suspension.
void LockState::addTemporaries(const Suspension &S, LockedSuspension &Into) {
  walk(S.Operand, [&](const Stmt *Part) {
    const auto *T = dyn_cast<MaterializeTemporaryExpr>(Part);
    if (!T || T->getExtendingDecl() || !Known.isGuard(T->getType()))
      return true;
    std::optional<LockEffect> Holds = Known.initially(T->getSubExpr());
    if (Holds != LockEffect::Lock)
      return true;
    // Who takes it by an rvalue reference may end it earlier.
    const Parents &Up = C.surroundings().parents();
    const Stmt *Child = T, *P = Up.above(T);
    for (; isa_and_nonnull<CastExpr, ParenExpr, CXXBindTemporaryExpr>(P); P = Up.above(P))
      Child = P;
    const auto *Call = dyn_cast_or_null<CallExpr>(P);
    bool OnObject =
        isa_and_nonnull<MemberExpr>(P) ||
        (isa_and_nonnull<CXXOperatorCallExpr>(P) && Call->getNumArgs() && Call->getArg(0) == Child);
    if (!OnObject)
      return true;
    auto New = std::make_unique<TrackedLock>();
    if (const CXXRecordDecl *R = recordOf(T->getType()))
      New->Type = qualifiedName(R);
    const Expr *Maker = guardMaker(T->getSubExpr());
    if (const auto *Made = dyn_cast<CXXMemberCallExpr>(Maker))
      New->Mutex = objectOf(Made->getImplicitObjectArgument());
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Maker);
             Construct && Construct->getNumArgs())
      New->Mutex = objectOf(Construct->getArg(0));
    Into.Locks.push_back({New.get(), Maker});
    Unnamed.push_back(std::move(New));
    return true;
  });
}

} // namespace cotidy
