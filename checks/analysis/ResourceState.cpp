// SPDX-License-Identifier: Apache-2.0
// Finds acquires and follows their handles along the control flow graph.
#include "ResourceState.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <queue>

using namespace clang;
using cotidy::model::Failure;
using cotidy::model::HandleAt;

namespace cotidy {
namespace {

bool isTransparent(const Stmt *S) {
  return isa<ParenExpr, CastExpr, ExprWithCleanups, CXXBindTemporaryExpr, MaterializeTemporaryExpr,
             ConstantExpr>(S);
}

bool isAwait(const Stmt *S) { return isa<CoawaitExpr, DependentCoawaitExpr>(S); }

/// Whether a value of the type can be an owner itself, as it does something when it ends, or stands
/// for an acquire that is still to come.
bool isOwnerLike(QualType T) {
  if (T.isNull() || T->isDependentType())
    return true;
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!R)
    return false;
  if (!R->hasDefinition() || !R->hasTrivialDestructor())
    return true;
  // A task or an awaiter that was not awaited has done nothing yet.
  auto Has = [R = R->getDefinition()](llvm::StringRef Name) {
    return !R->lookup(&R->getASTContext().Idents.get(Name)).empty() ||
           llvm::any_of(R->bases(), [&](const CXXBaseSpecifier &B) {
             const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
             return Base && Base->hasDefinition() &&
                    !Base->getDefinition()->lookup(&R->getASTContext().Idents.get(Name)).empty();
           });
  };
  return Has("promise_type") || Has("await_ready");
}

/// Whether what \p Path means ends together with the coroutine's frame.
bool endsWithFrame(const Object &Path, const CXXRecordDecl *Class, const FunctionDecl *Frame) {
  const auto *V = dyn_cast_or_null<VarDecl>(Path.front());
  if (!V || !V->hasLocalStorage() || V->getDeclContext() != Frame ||
      V->getType()->isReferenceType() || V->getType()->isPointerType())
    return false;
  for (const ValueDecl *Member : llvm::drop_begin(Path))
    if (Member->getType()->isReferenceType() || Member->getType()->isPointerType())
      return false;
  const CXXRecordDecl *Own = Path.back()->getType()->getAsCXXRecordDecl();
  if (!Own || !Class)
    return true;
  if (Own->getCanonicalDecl() == Class->getCanonicalDecl() || Own->isDerivedFrom(Class))
    return true;
  // Behind a smart pointer: only a sole owner takes it along.
  return Own->getIdentifier() && Own->getName() == "unique_ptr";
}

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

/// What a branch tests: `subject op constant`, or the truth of the subject.
struct Test {
  const Expr *Subject = nullptr;
  BinaryOperatorKind Op = BO_NE;
  int64_t Value = 0;
  bool Negated = false;

  /// Whether the true edge is the one that is taken for \p X.
  bool holdsFor(int64_t X) const {
    bool Result = false;
    switch (Op) {
    case BO_EQ:
      Result = X == Value;
      break;
    case BO_NE:
      Result = X != Value;
      break;
    case BO_LT:
      Result = X < Value;
      break;
    case BO_LE:
      Result = X <= Value;
      break;
    case BO_GT:
      Result = X > Value;
      break;
    default:
      Result = X >= Value;
    }
    return Result != Negated;
  }
};

/// A constant as a test compares with it; null pointers are zero, `MAP_FAILED` is -1.
std::optional<int64_t> constantOf(const Expr *E, ASTContext &Context) {
  if (E->isValueDependent() || E->containsErrors())
    return std::nullopt;
  if (E->IgnoreParenImpCasts()->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull))
    return 0;
  Expr::EvalResult Result;
  const Expr *Number = E->IgnoreParenCasts();
  if (Number->getType()->isIntegralOrEnumerationType() && Number->EvaluateAsInt(Result, Context))
    return Result.Val.getInt().isRepresentableByInt64()
               ? std::optional(Result.Val.getInt().getExtValue())
               : std::nullopt;
  return std::nullopt;
}

std::optional<Test> testOf(const Expr *Cond, ASTContext &Context) {
  Test T;
  while (Cond) {
    const Expr *Before = Cond;
    Cond = Cond->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<ExprWithCleanups>(Cond))
      Cond = C->getSubExpr();
    else if (const auto *C = dyn_cast<ExplicitCastExpr>(Cond); C && C->getType()->isBooleanType())
      Cond = C->getSubExpr();
    else if (const auto *U = dyn_cast<UnaryOperator>(Cond); U && U->getOpcode() == UO_LNot) {
      T.Negated = !T.Negated;
      Cond = U->getSubExpr();
    } else if (const auto *C = dyn_cast<CallExpr>(Cond);
               C && C->getDirectCallee() && C->getDirectCallee()->getIdentifier() &&
               C->getDirectCallee()->getName() == "__builtin_expect" && C->getNumArgs())
      Cond = C->getArg(0);
    else if (const auto *B = dyn_cast<BinaryOperator>(Cond); B && B->getOpcode() == BO_Comma)
      Cond = B->getRHS();
    if (Cond == Before)
      break;
  }
  if (const auto *B = dyn_cast_or_null<BinaryOperator>(Cond); B && B->isComparisonOp()) {
    T.Op = B->getOpcode();
    T.Subject = B->getLHS()->IgnoreParenImpCasts();
    std::optional<int64_t> Value = constantOf(B->getRHS(), Context);
    if (!Value) {
      Value = constantOf(B->getLHS(), Context);
      T.Subject = B->getRHS()->IgnoreParenImpCasts();
      T.Op = BinaryOperator::reverseComparisonOp(T.Op);
    }
    if (!Value)
      return std::nullopt;
    T.Value = *Value;
    return T;
  }
  if (!Cond || (isa<BinaryOperator>(Cond) && !cast<BinaryOperator>(Cond)->isAssignmentOp()))
    return std::nullopt;
  T.Subject = Cond;
  return T;
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

void ResourceState::findSites() {
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *Call = dyn_cast<CallExpr>(S)) {
      cotidy::Call At = describe(Call);
      if (!At.Callee)
        return true;
      auto Rows = rowsFor(Models.Acquires, At);
      for (const auto &Found : Rows)
        if (applies(Found.Row->When, Found.Row->Unless, At, C.surroundings())) {
          addSite(*Found.Row, Found.From, At, Call, displayName(At.Callee));
          break;
        }
      if (Rows.empty())
        if (const model::Resource *Row = acquiredByShape(At, Models))
          addSite(*Row, nullptr, At, Call, displayName(At.Callee));
    } else if (const auto *New = dyn_cast<CXXNewExpr>(S)) {
      // Memory that somebody else provides is not acquired here.
      bool Nothrow =
          New->getNumPlacementArgs() == 1 && recordOf(New->getPlacementArg(0)->getType()) &&
          isOrDerivesFrom(recordOf(New->getPlacementArg(0)->getType()), "std::nothrow_t");
      if (New->getNumPlacementArgs() && !Nothrow)
        return true;
      llvm::StringRef Name = New->isArray() ? "new[]" : "new";
      for (const auto &Found : Models.Acquires.find(Name)) {
        addSite(*Found.Row, Found.From, {}, New, Name.str());
        break;
      }
    } else if (isAwait(S)) {
      // Some locks are taken by awaiting the object itself.
      const auto *Await = dyn_cast<CoawaitExpr>(S);
      const Expr *Operand = Await ? Await->getOperand()->IgnoreUnlessSpelledInSource() : nullptr;
      const CXXRecordDecl *R =
          Operand && Operand->isLValue() ? Operand->getType()->getAsCXXRecordDecl() : nullptr;
      if (!R || !R->getIdentifier() || !Models.Acquires.mayHave(R->getName()))
        return true;
      cotidy::Call At;
      At.ObjectExpr = Operand;
      At.Class = R;
      for (const auto &Found : Models.Acquires.find(qualifiedName(R)))
        if (Found.Row->Handle == HandleAt::Object) {
          addSite(*Found.Row, Found.From, At, Operand, "co_await");
          break;
        }
    }
    return true;
  });
}

/// Follows the value \p Child up to the plain variable that it goes into, through an await.
const VarDecl *ResourceState::boundTo(const Stmt *&Child) {
  const Parents &Up = C.surroundings().parents();
  auto Plain = [this](const ValueDecl *D) -> const VarDecl * {
    const auto *V = dyn_cast_or_null<VarDecl>(D);
    return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
                   V->getDeclContext() == C.function()
               ? V
               : nullptr;
  };
  for (const Stmt *P = Up.above(Child); P; Child = P, P = Up.above(P)) {
    if (isTransparent(P))
      continue;
    if (const auto *K = dyn_cast<AbstractConditionalOperator>(P); K && K->getCond() != Child)
      continue;
    if (const auto *K = dyn_cast<CXXConstructExpr>(P);
        K && K->getConstructor()->isCopyOrMoveConstructor())
      continue;
    if (const auto *D = dyn_cast<DeclStmt>(P)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = Plain(dyn_cast<VarDecl>(Each)); V && V->getInit() == Child)
          return V;
      return nullptr;
    }
    const Expr *To = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(P);
        B && B->getOpcode() == BO_Assign && B->getRHS() == Child)
      To = B->getLHS();
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(P);
        O && O->getOperator() == OO_Equal && O->getNumArgs() == 2 && O->getArg(1) == Child)
      To = O->getArg(0);
    if (To) {
      const auto *Ref = dyn_cast<DeclRefExpr>(To->IgnoreParenImpCasts());
      return Ref ? Plain(Ref->getDecl()) : nullptr;
    }
    return nullptr;
  }
  return nullptr;
}

unsigned ResourceState::handleFor(HandleUses::Handle H, const AcquireSite &Site) {
  const SourceManager &SM = Context.getSourceManager();
  auto AddHeaderOf = [&](const NamedDecl *D) {
    if (D && !llvm::is_contained(H.Headers, SM.getFileID(SM.getExpansionLoc(D->getLocation()))))
      H.Headers.push_back(SM.getFileID(SM.getExpansionLoc(D->getLocation())));
  };
  if (const auto *Call = dyn_cast<CallExpr>(Site.Call))
    AddHeaderOf(Call->getDirectCallee());
  if (Site.Row->Handle != HandleAt::Object)
    for (const std::string &Release : Site.Row->Release)
      AddHeaderOf(findName(Context, Release));
  for (unsigned I : ByDecl[H.Path.back()])
    if (Handles[I].What.Path == H.Path && Handles[I].What.Pool == H.Pool) {
      Handles[I].What.Headers.append(H.Headers.begin(), H.Headers.end());
      return I;
    }
  ByDecl[H.Path.back()].push_back(Handles.size());
  Handles.push_back({std::move(H), {}, false});
  SitesOf.emplace_back();
  return Handles.size() - 1;
}

bool ResourceState::bindObject(AcquireSite &Site, const cotidy::Call &At, const Expr *Value) {
  HandleUses::Handle H;
  H.IsObject = true;
  H.Path = objectOf(At.ObjectExpr ? At.ObjectExpr : (At.Args.empty() ? Site.Call : At.Args[0]));
  if (H.Path.empty() || (H.Path.size() == 1 && !H.Path.front()))
    return false;
  // A result that does something when it ends is a guard, or a task that nobody awaited.
  if (isOwnerLike(Value->getType()))
    return false;
  bool Ends = endsWithFrame(H.Path, At.Class, C.function());
  if (Site.From) {
    if (Ends && !Site.Row->Awaited && !Site.Row->OutlivesObject)
      return false;
  } else {
    llvm::StringRef Verb = Site.Row->Acquire.front();
    // Locks of threads are another check's; locks of coroutines are awaited.
    if (Verb == "lock" && Site.Done == Site.Call)
      return false;
    const CXXRecordDecl *Class = At.Class;
    bool CleansUp = !Class || !Class->hasDefinition() || !Class->hasTrivialDestructor();
    bool IsLock = Verb == "lock" || Verb == "acquire";
    if (Ends && (CleansUp || IsLock))
      return false;
    // An owner closes in its destructor, whoever has it.
    if (CleansUp && (Verb == "open" || Verb == "connect"))
      return false;
  }
  Site.Handle = handleFor(std::move(H), Site);
  return true;
}

void ResourceState::addSite(const model::Resource &Row, const model::Library *From,
                            const cotidy::Call &At, const Expr *Written, std::string Name) {
  const Parents &Up = C.surroundings().parents();
  AcquireSite Site;
  Site.Row = &Row;
  Site.From = From;
  Site.Call = Site.Done = Written;
  Site.Name = std::move(Name);
  // An awaited acquire is done when the await goes on.
  const Stmt *Outer = Written;
  for (const Stmt *P = Up.above(Outer); P && (isTransparent(P) || isAwait(P)); P = Up.above(P)) {
    Outer = P;
    if (isAwait(P)) {
      Site.Done = cast<Expr>(P);
      break;
    }
  }
  const Expr *Value = Site.Done;
  const Stmt *Child = Value;
  const VarDecl *To = boundTo(Child);
  switch (Row.Handle) {
  case HandleAt::Object:
    // A handle that comes from a pool is followed itself; the pool takes it back.
    if (!From && To && At.ObjectExpr && Row.Acquire.front() == "acquire" &&
        (To->getType()->isPointerType() || To->getType()->isIntegerType()) &&
        !To->getType()->isBooleanType()) {
      HandleUses::Handle H;
      H.Path = {To};
      H.Pool = objectOf(At.ObjectExpr);
      Site.Handle = handleFor(std::move(H), Site);
      break;
    }
    if (!bindObject(Site, At, Value))
      return;
    Site.Status = To;
    break;
  case HandleAt::Argument: {
    if (Row.Arg >= At.Args.size())
      return;
    HandleUses::Handle H;
    H.Path = objectOf(At.Args[Row.Arg]);
    const auto *V = H.Path.size() == 1 ? dyn_cast_or_null<VarDecl>(H.Path.front()) : nullptr;
    if (!V || !V->hasLocalStorage() || V->getType()->isReferenceType() || isa<ParmVarDecl>(V))
      return;
    Site.Handle = handleFor(std::move(H), Site);
    Site.Status = To;
    break;
  }
  case HandleAt::Result: {
    if (!To)
      return;
    bool Raw = To->getType()->isPointerType() || To->getType()->isIntegerType();
    if (!Raw && !(Row.Awaited && To->getType()->isRecordType()))
      return;
    HandleUses::Handle H;
    H.Path = {To};
    Site.Handle = handleFor(std::move(H), Site);
    break;
  }
  }
  if (To)
    Bindings.insert(Up.above(Child));
  SitesOf[Site.Handle].push_back(Sites.size());
  Happens[Site.Done].push_back({HandleEffect::Acquire, Site.Handle, unsigned(Sites.size())});
  Sites.push_back(std::move(Site));
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
  for (const CFGBlock *Block : *C.flow().graph()) {
    if (Block->succ_size() != 2 || !Block->getTerminatorStmt())
      continue;
    const Expr *Cond = Block->getLastCondition();
    if (!Cond) {
      Cond = dyn_cast_or_null<Expr>(Block->getTerminatorCondition());
      // Of `a && b` the branch at the end is about `b`.
      while (const auto *B =
                 dyn_cast_or_null<BinaryOperator>(Cond ? Cond->IgnoreParens() : nullptr)) {
        if (!B->isLogicalOp() || B == Block->getTerminatorStmt())
          break;
        Cond = B->getRHS();
      }
    }
    std::optional<Test> T = Cond ? testOf(Cond, Context) : std::nullopt;
    if (!T)
      continue;
    const Expr *Subject = T->Subject;
    if (const auto *B = dyn_cast<BinaryOperator>(Subject); B && B->getOpcode() == BO_Assign)
      Subject = B->getLHS()->IgnoreParenImpCasts();
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Subject))
      if (const Expr *On = Member->getImplicitObjectArgument(); On && Member->getNumArgs() == 0)
        Subject = On->IgnoreParenImpCasts();
    const auto *Ref = dyn_cast<DeclRefExpr>(Subject);
    for (unsigned I = 0; I < Sites.size(); ++I) {
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
    for (const CFGElement &Element : *Block)
      if (auto S = Element.getAs<CFGStmt>()) {
        if (Suspends.contains(S->getStmt()))
          Points[S->getStmt()].Held = State;
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
        Join(Next, Thrown.empty() ? State : Thrown);
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
  const Expr *First = nullptr;
  for (const HandleUse &U : Handles[Handle].Uses) {
    if (U.Effect != HandleEffect::Release)
      continue;
    const auto *E = dyn_cast<Expr>(U.Place);
    if (!First)
      First = E;
    if (C.flow().reaches(S.Await, U.Place, [](const Stmt *) { return false; }))
      return E;
  }
  return First;
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
    for (unsigned I = 0; I < Sites.size(); ++I) {
      if (!P.Held.test(held(I)))
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
  llvm::erase_if(Result, [](const HeldResource &R) { return !R.At; });
  return Result;
}

} // namespace cotidy
