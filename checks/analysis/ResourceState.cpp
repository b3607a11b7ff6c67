// SPDX-License-Identifier: Apache-2.0
// Follows the handles of a coroutine's resources along its control flow graph.
#include "ResourceState.h"
#include "BranchTest.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <queue>

using namespace clang;
using cotidy::model::Failure;

namespace cotidy {
namespace {

/// The value for which a branch is taken when the acquire has succeeded.
int64_t successOf(Failure F) {
  switch (F) {
  case Failure::Zero:
    return 4096;
  case Failure::Negative:
    return 1000;
  case Failure::Status:
    return 0;
  case Failure::False:
  case Failure::None:
    return 1;
  }
  return 1;
}

/// Whether a handler of this type stops what a suspension point throws: everything, or what all
/// but a few exceptions derive from.
bool catchesNearlyAll(const CXXCatchStmt *Handler) {
  QualType T = Handler->getCaughtType();
  if (T.isNull())
    return true;
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!R)
    return false;
  std::string Name = qualifiedName(R);
  return Name == "std::exception" || Name == "std::system_error" || Name == "std::runtime_error" ||
         Name == "boost::system::system_error";
}

/// Whether the object that `new` makes is given something where it could register itself.
bool mayRegisterItself(const Expr *Acquire) {
  const auto *New = dyn_cast<CXXNewExpr>(Acquire);
  const CXXConstructExpr *Made = New ? New->getConstructExpr() : nullptr;
  return Made && llvm::any_of(Made->getConstructor()->parameters(), [](const ParmVarDecl *P) {
           QualType T = P->getType();
           return (T->isPointerType() || T->isLValueReferenceType()) &&
                  !T->getPointeeType().isConstQualified();
         });
}

/// The edges that are taken when nothing is thrown: after a call that may throw, the first.
unsigned normalSuccessors(const CFGBlock &Block) {
  if (Block.hasNoReturnElement())
    return 0;
  if (!Block.empty())
    if (auto Last = Block.back().getAs<CFGStmt>(); Last && isa<CXXThrowExpr>(Last->getStmt()))
      return 0;
  if (!Block.getTerminator().isValid() && Block.succ_size() > 1)
    return 1;
  return Block.succ_size();
}

} // namespace

ResourceState::ResourceState(Coroutine &C, Unit &U)
    : C(C), Models(U.models()), Context(U.context()), Uses(U.models()) {
  if (llvm::none_of(C.suspensions(), [](const Suspension &S) { return S.CanSuspend; }))
    return;
  findSites();
  if (!Sites.empty())
    findUses();
}

void ResourceState::findUses() {
  Flow &F = C.flow();
  if (!F.valid())
    return;
  llvm::DenseSet<const Stmt *> Elements;
  for (const CFGBlock *Block : *F.graph())
    for (const CFGElement &Element : *Block)
      if (auto S = Element.getAs<CFGStmt>())
        Elements.insert(S->getStmt());
  const Parents &Up = C.surroundings().parents();
  HandleUses::forEachRef(C.body(), [&](const Expr *Ref, const Object &Path) {
    auto Known = ByDecl.find(Path.back());
    if (Known == ByDecl.end())
      return;
    for (unsigned I : Known->second) {
      TrackedHandle &H = Handles[I];
      if (H.What.Path != Path)
        continue;
      HandleUse U = Uses.at(Ref, H.What, Up);
      if (U.Effect == HandleEffect::Reassign && Bindings.contains(U.Place))
        continue;
      // An object stays where it is; who else knows it does not unlock or close it unasked.
      if (H.What.IsObject && U.Effect == HandleEffect::Lend)
        U.Effect = HandleEffect::Use;
      if (!Elements.contains(U.Place))
        U.Place = U.Ref;
      H.Shared |= U.Effect == HandleEffect::Share;
      H.Uses.push_back(U);
      if (U.Effect != HandleEffect::Use && U.Effect != HandleEffect::Acquire)
        Happens[U.Place].insert(Happens[U.Place].begin(), {U.Effect, I});
    }
  });
  // A lambda that captures `this` names members without naming a variable.
  walk(C.body(), [&](const Stmt *S) {
    const auto *L = dyn_cast<LambdaExpr>(S);
    if (L && llvm::any_of(L->captures(), [](const LambdaCapture &K) { return K.capturesThis(); }))
      for (TrackedHandle &H : Handles)
        if (!H.What.Path.front())
          H.Shared |= Uses.inLambda(L, H.What) >= HandleEffect::Transfer;
    return true;
  });
}

void ResourceState::findTests() {
  // What a test of a site names: its handle, its status, or the acquire itself.
  llvm::DenseMap<const void *, llvm::SmallVector<unsigned, 1>> Named;
  for (unsigned I = 0; I < Sites.size(); ++I) {
    const AcquireSite &Site = Sites[I];
    llvm::SmallPtrSet<const void *, 4> Keys{Handles[Site.Handle].What.Path.front(), Site.Status,
                                            Site.Done, Site.Call};
    for (const void *Key : Keys)
      if (Key)
        Named[Key].push_back(I);
  }
  for (const CFGBlock *Block : *C.flow().graph()) {
    std::optional<BranchTest> T = testAtEndOf(*Block, Context);
    // A name for a test that was made before.
    if (T && T->Subject->getType()->isBooleanType())
      if (const auto *R = dyn_cast<DeclRefExpr>(T->Subject))
        if (const auto *V = dyn_cast<VarDecl>(R->getDecl());
            V && V->isLocalVarDecl() && V->getInit())
          if (auto Named = testOf(V->getInit(), Context);
              Named && isa<DeclRefExpr>(Named->Subject)) {
            Named->Negated ^= !T->holdsFor(1);
            T = Named;
          }
    if (!T)
      continue;
    const Expr *Subject = T->Subject;
    if (const auto *B = dyn_cast<BinaryOperator>(Subject); B && B->getOpcode() == BO_Assign)
      Subject = B->getLHS()->IgnoreParenImpCasts();
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Subject))
      if (const Expr *On = Member->getImplicitObjectArgument(); On && Member->getNumArgs() == 0)
        Subject = On->IgnoreParenImpCasts();
    const auto *Ref = dyn_cast<DeclRefExpr>(Subject);
    const void *Key = Ref ? static_cast<const void *>(Ref->getDecl()) : Subject;
    for (unsigned I : Named.lookup(Key)) {
      const AcquireSite &Site = Sites[I];
      const Object &Path = Handles[Site.Handle].What.Path;
      bool OnHandle = Site.Row->Fails == Failure::Zero || Site.Row->Fails == Failure::Negative ||
                      (Site.Row->Fails == Failure::None && !Handles[Site.Handle].What.IsObject);
      bool About = OnHandle ? Ref && Path.size() == 1 && Path.front() == Ref->getDecl()
                            : (Ref && Site.Status && Ref->getDecl() == Site.Status) ||
                                  Subject == Site.Done || Subject == Site.Call;
      if (!About)
        continue;
      // Which value of an enumeration or a class means success, only its library knows.
      if (!OnHandle &&
          (!Subject->getType()->isIntegerType() || Subject->getType()->isEnumeralType())) {
        Failed[Block][0].push_back(I);
        Failed[Block][1].push_back(I);
        continue;
      }
      Failure How = Site.Row->Fails;
      if (How == Failure::None && OnHandle)
        How = Ref->getType()->isPointerType() ? Failure::Zero : Failure::Negative;
      // On the edge that no success takes, nothing is held.
      Failed[Block][T->holdsFor(successOf(How)) ? 1 : 0].push_back(I);
    }
  }
}

void ResourceState::stepForward(const Stmt *S, Bits &State, bool Throws) const {
  auto It = Happens.find(S);
  if (It == Happens.end())
    return;
  for (const Event &E : It->second)
    for (unsigned Site : SitesOf[E.Handle]) {
      switch (E.Effect) {
      case HandleEffect::Acquire:
        // An acquire that throws has acquired nothing.
        if (Throws)
          continue;
        [[fallthrough]];
      case HandleEffect::Reassign:
      case HandleEffect::Transfer:
      case HandleEffect::Release:
        State.reset(held(Site), passed(Site) + 1);
        if (Site == E.Site)
          State.set(held(Site));
        break;
      case HandleEffect::Lend:
        if (State.test(held(Site)))
          State.set(lent(Site));
        break;
      case HandleEffect::Pass:
        if (State.test(held(Site)))
          State.set(passed(Site));
        break;
      default:
        break;
      }
    }
}

void ResourceState::stepBackward(const Stmt *S, Bits &May, Bits &Must) const {
  auto It = Happens.find(S);
  if (It == Happens.end())
    return;
  for (const Event &E : llvm::reverse(It->second)) {
    switch (E.Effect) {
    case HandleEffect::Acquire:
    case HandleEffect::Reassign:
      May.reset(released(E.Handle), given(E.Handle) + 1);
      Must.reset(E.Handle);
      break;
    case HandleEffect::Release:
      May.set(released(E.Handle));
      May.reset(given(E.Handle));
      Must.set(E.Handle);
      break;
    case HandleEffect::Transfer:
      May.reset(released(E.Handle));
      May.set(given(E.Handle));
      Must.set(E.Handle);
      break;
    default:
      break;
    }
  }
}

void ResourceState::solve() {
  const CFG &Graph = *C.flow().graph();
  findTests();
  // Blocks in the order in which a walk leaves them: the reverse is the order for going forward.
  std::vector<const CFGBlock *> Order;
  llvm::BitVector Seen(Graph.getNumBlockIDs());
  llvm::SmallVector<std::pair<const CFGBlock *, CFGBlock::const_succ_iterator>, 32> Path;
  auto Enter = [&](const CFGBlock *Block) {
    if (Block && !Seen.test(Block->getBlockID())) {
      Seen.set(Block->getBlockID());
      Path.push_back({Block, Block->succ_begin()});
    }
  };
  for (Enter(&Graph.getEntry()); !Path.empty();) {
    auto &[Block, Next] = Path.back();
    if (Next != Block->succ_end()) {
      const CFGBlock *To = *Next;
      ++Next;
      Enter(To);
    } else {
      Order.push_back(Block);
      Path.pop_back();
    }
  }
  std::vector<unsigned> Rank(Graph.getNumBlockIDs());
  for (unsigned I = 0; I < Order.size(); ++I)
    Rank[Order[I]->getBlockID()] = I;
  llvm::DenseSet<const Stmt *> Suspends;
  for (const Suspension &S : C.suspensions())
    if (S.CanSuspend)
      Suspends.insert(S.Await);

  forward(Order, Rank, Suspends);
  backward(Order, Rank, Suspends);
}

void ResourceState::forward(llvm::ArrayRef<const CFGBlock *> Order, llvm::ArrayRef<unsigned> Rank,
                            const llvm::DenseSet<const Stmt *> &Suspends) {
  std::vector<Bits> In(Rank.size());
  std::priority_queue<unsigned> Todo; // The highest rank first: before what follows it.
  llvm::BitVector Queued(Rank.size());
  auto Join = [&](const CFGBlock *Into, const Bits &State) {
    unsigned ID = Into->getBlockID();
    bool New = In[ID].empty();
    if (New)
      In[ID].resize(3 * Sites.size());
    else if (!State.test(In[ID]))
      return;
    In[ID] |= State;
    if (!Queued.test(ID)) {
      Queued.set(ID);
      Todo.push(Rank[ID]);
    }
  };
  Join(Order.back(), Bits(3 * Sites.size()));
  while (!Todo.empty()) {
    const CFGBlock *Block = Order[Todo.top()];
    Todo.pop();
    Queued.reset(Block->getBlockID());
    Bits State = In[Block->getBlockID()], Thrown;
    bool Differs = false; // What the last element leaves behind when it throws.
    for (const CFGElement &Element : *Block)
      if (auto S = Element.getAs<CFGStmt>()) {
        if (Suspends.contains(S->getStmt()))
          Points[S->getStmt()].Held = State;
        Differs = Happens.contains(S->getStmt());
        if (!Differs)
          continue;
        Thrown = State;
        stepForward(S->getStmt(), Thrown, /*Throws=*/true);
        stepForward(S->getStmt(), State, /*Throws=*/false);
      }
    unsigned Normal = normalSuccessors(*Block), I = 0;
    auto Tests = Failed.find(Block);
    for (const CFGBlock *Next : Block->succs()) {
      unsigned Edge = I++;
      if (!Next)
        continue;
      if (Edge >= Normal) {
        Join(Next, Differs ? Thrown : State);
      } else if (Tests != Failed.end() && Edge < 2 && !Tests->second[Edge].empty()) {
        Bits Rest = State;
        for (unsigned Site : Tests->second[Edge])
          Rest.reset(held(Site), passed(Site) + 1);
        Join(Next, Rest);
      } else {
        Join(Next, State);
      }
    }
  }
}

void ResourceState::backward(llvm::ArrayRef<const CFGBlock *> Order, llvm::ArrayRef<unsigned> Rank,
                             const llvm::DenseSet<const Stmt *> &Suspends) {
  const CFG &Graph = *C.flow().graph();
  size_t N = Handles.size();
  struct Out {
    Bits May, Must;
  };
  // Right at the start of each block. Nothing is released behind the end; a path that throws or
  // ends the program says nothing about the others.
  std::vector<Out> At(Rank.size(), {Bits(2 * N + 1), Bits(N, true)});
  At[Graph.getExit().getBlockID()].Must.reset();
  At[Graph.getExit().getBlockID()].May.set(ends());
  std::priority_queue<unsigned, std::vector<unsigned>, std::greater<>> Todo;
  llvm::BitVector Queued(Rank.size());
  for (const CFGBlock *Block : Order)
    if (Block != &Graph.getExit()) {
      Queued.set(Block->getBlockID());
      Todo.push(Rank[Block->getBlockID()]);
    }
  while (!Todo.empty()) {
    const CFGBlock *Block = Order[Todo.top()];
    Todo.pop();
    Queued.reset(Block->getBlockID());
    Bits May(2 * N + 1), Must(N, true);
    unsigned Normal = normalSuccessors(*Block), I = 0;
    auto Tests = Failed.find(Block);
    for (const CFGBlock *Next : Block->succs()) {
      unsigned Edge = I++;
      if (!Next || Edge >= Normal)
        continue;
      const Out &From = At[Next->getBlockID()];
      if (Tests != Failed.end() && Edge < 2 && !Tests->second[Edge].empty()) {
        Out Rest = From;
        for (unsigned Site : Tests->second[Edge]) {
          Rest.May.reset(released(Sites[Site].Handle), given(Sites[Site].Handle) + 1);
          Rest.Must.set(Sites[Site].Handle);
        }
        May |= Rest.May;
        Must &= Rest.Must;
      } else {
        May |= From.May;
        Must &= From.Must;
      }
    }
    for (const CFGElement &Element : llvm::reverse(*Block))
      if (auto S = Element.getAs<CFGStmt>()) {
        stepBackward(S->getStmt(), May, Must);
        if (Suspends.contains(S->getStmt())) {
          Point &P = Points[S->getStmt()];
          P.May = May;
          P.Must = Must;
        }
      }
    Out &Old = At[Block->getBlockID()];
    if (Old.May == May && Old.Must == Must)
      continue;
    Old = {std::move(May), std::move(Must)};
    for (const CFGBlock *Before : Block->preds())
      if (Before && !Queued.test(Before->getBlockID()) &&
          (Rank[Before->getBlockID()] || Before == Order.front())) {
        Queued.set(Before->getBlockID());
        Todo.push(Rank[Before->getBlockID()]);
      }
  }
  for (const CFGBlock *Block : Graph)
    if (const auto *Handler = dyn_cast_or_null<CXXCatchStmt>(Block->getLabel()))
      MayAtHandler[Handler] = At[Block->getBlockID()].May;
}

const Expr *ResourceState::releaseAfter(const Suspension &S, unsigned Handle) {
  llvm::SmallVector<const Expr *, 2> Releases;
  for (const HandleUse &U : Handles[Handle].Uses)
    if (const auto *E = dyn_cast<Expr>(U.Place); E && U.Effect == HandleEffect::Release)
      Releases.push_back(E);
  // The question costs a walk over the graph, so it is asked only where it matters.
  if (Releases.size() > 1)
    for (const Expr *E : Releases)
      if (C.flow().reaches(S.Await, E, [](const Stmt *) { return false; }))
        return E;
  return Releases.empty() ? nullptr : Releases.front();
}

std::vector<HeldResource> ResourceState::held() {
  if (Sites.empty() || !C.flow().valid())
    return {};
  solve();
  std::vector<HeldResource> Result(Sites.size());
  const Parents &Up = C.surroundings().parents();
  for (const Suspension &S : C.suspensions()) {
    auto It = Points.find(S.Await);
    if (It == Points.end() || It->second.Held.none())
      continue;
    const Point &P = It->second;
    // The handlers that run before the frame is left, when the await throws.
    llvm::SmallVector<const Bits *, 2> Handlers;
    const Stmt *Child = S.Await;
    for (const Stmt *Around = Up.above(Child); Around; Child = Around, Around = Up.above(Around))
      if (const auto *Try = dyn_cast<CXXTryStmt>(Around); Try && Try->getTryBlock() == Child)
        for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
          if (catchesNearlyAll(Try->getHandler(I)))
            if (auto H = MayAtHandler.find(Try->getHandler(I)); H != MayAtHandler.end())
              Handlers.push_back(&H->second);
    for (unsigned Bit : P.Held.set_bits()) {
      unsigned I = Bit / 3;
      if (Bit != held(I))
        continue;
      const AcquireSite &Site = Sites[I];
      unsigned H = Site.Handle;
      if (Handles[H].Shared)
        continue;
      bool Released = P.May.test(released(H)), Given = P.May.test(given(H));
      // Whether it is the coroutine's own shows in its release.
      if (!Released && (Handles[H].What.IsObject || P.Held.test(lent(I)) || !Site.From))
        continue;
      if (P.Held.test(passed(I)) && !(Released && P.Must.test(H)))
        continue;
      // Where a class is handed on unreleased, its close was not the coroutine's to await.
      if (!Released && Site.Row->Awaited)
        continue;
      // A coroutine that never ends does not forget a release.
      if (!Released && !Given && !P.May.test(ends()))
        continue;
      if (!Released && mayRegisterItself(Site.Call))
        continue;
      if (llvm::any_of(Handlers, [&](const Bits *May) {
            return May->test(released(H)) || May->test(given(H));
          }))
        continue;
      if (Result[I].At) {
        ++Result[I].More;
        continue;
      }
      Result[I].Site = &Site;
      Result[I].At = &S;
      Result[I].GivenLater = !Released && Given;
      if (Released)
        Result[I].Release = releaseAfter(S, H);
    }
  }
  // `c ? fopen(a) : fopen(b)` is one handle, so it is reported once.
  llvm::DenseSet<const Stmt *> Reported;
  llvm::erase_if(Result, [&](const HeldResource &R) {
    return !R.At || (R.Site->Into && !Reported.insert(R.Site->Into).second);
  });
  return Result;
}

} // namespace cotidy
