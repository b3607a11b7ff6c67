// SPDX-License-Identifier: Apache-2.0
// Builds the call graph of blocking on demand: explore forward, then distances from the leaves
// back.
#include "BlockingGraph.h"
#include "Names.h"
#include "Steps.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include <queue>

using namespace clang;

namespace cotidy {
namespace {

enum class Effect { None, Blocking, NonBlocking };

/// What `[[clang::blocking]]` and `[[clang::nonblocking]]` say about a function.
Effect effectOf(const FunctionDecl *F) {
  for (const auto &E : F->getFunctionEffects()) {
    if (E.Effect.kind() == FunctionEffect::Kind::NonBlocking)
      return Effect::NonBlocking;
    if (E.Effect.kind() == FunctionEffect::Kind::Blocking)
      return Effect::Blocking;
  }
  return Effect::None;
}

std::string nameOf(const Call &At) {
  if (At.Kind == Call::Destructor) {
    std::string Class = At.Class->getIdentifier() ? At.Class->getNameAsString() : "unnamed class";
    return Class + "::~" + Class;
  }
  return displayName(At.Callee);
}

/// Whether the body has a branch that never runs, or that ends the program: only then it pays to
/// ask its graph.
bool branchesForGood(const FunctionDecl *F) {
  bool Found = false;
  walk(writtenBody(F), [&](const Stmt *S) {
    if (const auto *C = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *Callee = C->getDirectCallee();
      Found |= Callee && Callee->isNoReturn();
    } else if (const auto *I = dyn_cast<IfStmt>(S)) {
      const Expr *Cond = I->getCond()->IgnoreParenImpCasts();
      if (const auto *Not = dyn_cast<UnaryOperator>(Cond); Not && Not->getOpcode() == UO_LNot)
        Cond = Not->getSubExpr()->IgnoreParenImpCasts();
      const auto *Ref = dyn_cast<DeclRefExpr>(Cond);
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      Found |= isa<CXXBoolLiteralExpr, IntegerLiteral>(Cond) ||
               (V && (V->isConstexpr() || V->getType().isConstQualified()));
    }
    return !Found;
  });
  return Found;
}

/// Whether \p Condition asks nothing but stored state: members, globals and constants.
bool asksState(const Expr *Condition) {
  bool Stored = false, Other = false;
  walk(Condition, [&](const Stmt *S) {
    if (const auto *M = dyn_cast<MemberExpr>(S)) {
      if (isa<CXXMethodDecl>(M->getMemberDecl()))
        return true; // Of `ptr.operator bool()`: the object is what counts.
      Stored = true;
      return false;
    }
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      Stored |= V && V->hasGlobalStorage();
      Other |= V && !V->hasGlobalStorage();
    } else if (const auto *C = dyn_cast<CXXMemberCallExpr>(S)) {
      // A smart pointer's test, an atomic's value.
      const CXXMethodDecl *M = C->getMethodDecl();
      Other |= !M || !(isa<CXXConversionDecl>(M) || (M->getIdentifier() && M->getName() == "load"));
    } else if (isa<CallExpr>(S) && !isa<CXXOperatorCallExpr>(S)) {
      Other = true;
    }
    return !Other;
  });
  return Stored && !Other;
}

/// The calls in \p F that stand behind a test of stored state: a log that may be off, a cache that
/// may be filled. Whether they happen when a coroutine gets there, the code does not tell.
llvm::SmallPtrSet<const Expr *, 8> guardedByState(const FunctionDecl *F) {
  llvm::SmallPtrSet<const Expr *, 8> Result;
  llvm::SmallVector<std::pair<const Stmt *, bool>, 32> Open{{writtenBody(F), false}};
  while (!Open.empty()) {
    auto [S, Behind] = Open.pop_back_val();
    if (!S)
      continue;
    if (const auto *E = dyn_cast<Expr>(S); E && Behind && isa<CallExpr, CXXConstructExpr>(E))
      Result.insert(E);
    if (const auto *I = dyn_cast<IfStmt>(S); I && I->getCond()) {
      bool Asks = !I->isConstexpr() && asksState(I->getCond());
      for (const Stmt *Part :
           {I->getInit(), static_cast<const Stmt *>(I->getConditionVariableDeclStmt()),
            static_cast<const Stmt *>(I->getCond())})
        Open.push_back({Part, Behind});
      for (const Stmt *Branch : {I->getThen(), I->getElse()})
        Open.push_back({Branch, Behind || Asks});
      continue;
    }
    if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
      for (const Stmt *Each : Block->body()) {
        Open.push_back({Each, Behind});
        // `if (!enabled_) return;` guards all that follows.
        const auto *I = dyn_cast<IfStmt>(Each);
        if (!I || !I->getCond() || I->getElse() || I->isConstexpr() || !asksState(I->getCond()))
          continue;
        const Stmt *Then = I->getThen();
        if (const auto *Inner = dyn_cast<CompoundStmt>(Then))
          Then = Inner->body_empty() ? nullptr : Inner->body_back();
        Behind |= Then && isa<ReturnStmt>(Then);
      }
      continue;
    }
    if (isa<LambdaExpr>(S))
      continue; // A function of its own.
    for (const Stmt *Child : S->children())
      Open.push_back({Child, Behind});
  }
  return Result;
}

/// The name of what blocks, as the code spells it where that is a class (`std::ifstream`).
std::string leafName(const Call &At) {
  if (At.Kind == Call::Function)
    return namesOf(At).front();
  QualType T = At.Site ? At.Site->getType() : QualType();
  if (At.Destroyed)
    T = At.Destroyed->getType();
  if (!T.isNull() && T->getAs<TypedefType>()) {
    PrintingPolicy Policy(At.Class->getASTContext().getLangOpts());
    Policy.SuppressTagKeyword = true;
    return T.getUnqualifiedType().getAsString(Policy);
  }
  return qualifiedName(At.Class);
}

/// The parameter of the function around \p At on which it is called, if it is one.
std::optional<unsigned> parameterOf(const Call &At, const Surroundings &In) {
  Object On = At.ObjectExpr ? objectOf(At.ObjectExpr) : Object();
  const auto *P = On.size() == 1 ? dyn_cast_or_null<ParmVarDecl>(On.front()) : nullptr;
  if (!P || P->getDeclContext() != In.function())
    return std::nullopt;
  return P->getFunctionScopeIndex();
}

} // namespace

std::string described(const BlockingLeaf &Leaf) {
  switch (Leaf.Kind) {
  case Call::Function:
    return "'" + Leaf.Name + "'";
  case Call::Constructor:
    return "the constructor of '" + Leaf.Name + "'";
  case Call::Destructor:
    return "the destructor of '" + Leaf.Name + "'";
  }
  return {};
}

std::vector<std::pair<SourceLocation, std::string>> notesOf(const BlockingChain &Chain) {
  // A lambda has no name.
  auto Quoted = [](llvm::StringRef Name) {
    return Name == "lambda" ? std::string("the lambda") : ("'" + Name + "'").str();
  };
  std::vector<std::pair<SourceLocation, std::string>> Notes;
  const size_t Head = 8, Tail = 3, Steps = Chain.Steps.size();
  for (size_t I = 0; I < Steps; ++I) {
    if (Steps > Head + Tail + 1 && I == Head) {
      Notes.push_back(
          {Chain.Steps[I].Loc, std::to_string(Steps - Head - Tail) + " more calls on the way"});
      I = Steps - Tail - 1;
      continue;
    }
    const bool Last = I + 1 == Steps;
    const BlockingLeaf &Leaf = Chain.Leaf;
    const bool Calls = !Last || Leaf.Kind == Call::Function;
    Notes.push_back({Last ? Leaf.Loc : Chain.Steps[I + 1].Loc,
                     Quoted(Chain.Steps[I].Name) + (Calls ? " calls " : " runs ") +
                         (Last ? described(Leaf) : Quoted(Chain.Steps[I + 1].Name)) + " here"});
  }
  return Notes;
}

bool BlockingGraph::runsOnItsOwn(const FunctionDecl *F) {
  if (!coroutineBody(F))
    return false;
  auto [It, New] = OwnRuns.try_emplace(F);
  if (New)
    It->second = Coroutine(F, Context, Models).role() != Coroutine::Role::SyncGenerator;
  return It->second;
}

bool BlockingGraph::isRepeated(const model::Blocking &Row, const Call &At, Surroundings &In) const {
  // The loops of a coroutine may suspend; those of what it calls do not.
  if (Row.Takes == model::Cost::Slow || !At.Site || !In.function() ||
      coroutineBody(In.function()) || !isInLoop(At.Site, In.parents()))
    return false;
  model::Blocking Repeated = Row;
  Repeated.Takes = model::Cost::Slow;
  return Wanted(Repeated);
}

std::optional<BlockingLeaf> BlockingGraph::leafOf(const Call &At, Surroundings &In) {
  if (At.Callee && effectOf(At.Callee) == Effect::NonBlocking)
    return std::nullopt;
  for (const auto &Found : rowsFor(Rows, At)) {
    if (!applies(Found.Row->When, Found.Row->Unless, At, In))
      continue;
    // The first row that fits decides, so that a user's row can lower one of ours.
    if (!Wanted(*Found.Row) && !isRepeated(*Found.Row, At, In))
      return std::nullopt;
    // A namesake with a body in the user's code is not C's function.
    if (At.Kind == Call::Function && At.Callee->isExternC() && visibleDefinition(At.Callee))
      return std::nullopt;
    return BlockingLeaf{Found.Row, leafName(At), At.Loc, At.Kind, parameterOf(At, In)};
  }
  if (&Rows == &Models.Blockings && At.Callee && effectOf(At.Callee) == Effect::Blocking)
    return BlockingLeaf{nullptr, displayName(At.Callee), At.Loc, At.Kind, std::nullopt};
  return std::nullopt;
}

const Decl *BlockingGraph::followable(const FunctionDecl *F, const Decl *From) {
  // What never returns ends the program: nobody waits for it.
  if (!F || effectOf(F) == Effect::NonBlocking || F->isNoReturn())
    return nullptr;
  // What an awaiter waits for has happened when it is resumed.
  if (F->getIdentifier() && F->getName() == "await_resume")
    return nullptr;
  const FunctionDecl *Definition = visibleDefinition(F);
  if (!Definition || runsOnItsOwn(Definition))
    return nullptr;
  // At the border of a modelled library its model speaks; its own code sees through itself.
  const model::Library *Library = Models.libraryOf(qualifiedName(Definition));
  if (Library && Library != Models.libraryOf(qualifiedName(cast<NamedDecl>(From))))
    return nullptr;
  return Definition;
}

void BlockingGraph::targetsOf(const Call &At, Key FromKey, llvm::SmallVectorImpl<Edge> &Out) {
  const Decl *From = FromKey.getPointer();
  auto Add = [&](const Decl *To, std::string Name) {
    if (To)
      Out.push_back({Key(To, FromKey.getInt()), {std::move(Name), At.Loc, At.Kind}, At.Args});
  };
  if (At.Kind == Call::Destructor)
    return Add(At.Class->getDefinition(), nameOf(At));
  if (At.Dispatched || !At.Callee)
    return;
  // What a model knows needs no look inside: a condition of it may have silenced it.
  if (rowsFor(Rows, At).empty())
    Add(followable(At.Callee, From), nameOf(At));
  // `std::for_each` and its like run at once what they are given.
  if (rowsFor(Models.CallsArgument, At).empty())
    return;
  for (const Expr *Arg : At.Args) {
    const Expr *Spelled = stripToObject(Arg);
    const CXXRecordDecl *R = Spelled->getType()->getAsCXXRecordDecl();
    const FunctionDecl *F = nullptr;
    if (R && R->isLambda()) {
      F = R->getLambdaCallOperator();
      if (FunctionTemplateDecl *T = R->getDependentLambdaCallOperator())
        for (const FunctionDecl *Instance : T->specializations())
          F = Instance;
    } else if (R && R->hasDefinition()) {
      // A function object; which of several call operators is meant, only the callee knows.
      auto Operators =
          R->getDefinition()->lookup(Context.DeclarationNames.getCXXOperatorName(OO_Call));
      if (Operators.isSingleResult())
        F = dyn_cast<FunctionDecl>(Operators.front());
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(Spelled)) {
      F = dyn_cast<FunctionDecl>(Ref->getDecl());
    }
    if (F)
      Add(followable(F, From), displayName(F));
  }
}

void BlockingGraph::fill(Key K, Node &N) {
  const auto *F = dyn_cast<FunctionDecl>(K.getPointer());
  const auto *Class = dyn_cast<CXXRecordDecl>(K.getPointer());
  if (Class) {
    // A destructor runs its body, then those of members and bases; containers and smart pointers
    // of the standard library also run those of their elements.
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(Class);
        S && !Models.Holds.find(qualifiedName(Class)).empty()) {
      for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
        if (A.getKind() != TemplateArgument::Type)
          continue;
        const CXXRecordDecl *Element = A.getAsType()->getAsCXXRecordDecl();
        if (!Element || !Element->hasDefinition() || Element->hasTrivialDestructor())
          continue;
        Call At;
        At.Kind = Call::Destructor;
        At.Class = Element->getDefinition();
        At.Callee = Element->getDestructor();
        At.Loc = Class->getLocation();
        Surroundings None(nullptr, Context);
        N.Leaf = leafOf(At, None);
        if (!N.Leaf)
          targetsOf(At, K, N.Edges);
        break; // The other arguments are allocators, comparers and deleters.
      }
      return;
    }
    if (inSystemHeader(Class))
      return;
    if (const model::Library *L = Models.libraryOf(qualifiedName(Class)); L && !L->Tasks.empty())
      return;
    const CXXDestructorDecl *Dtor = Class->getDestructor();
    F = Dtor ? visibleDefinition(Dtor) : nullptr;
    if (Dtor && effectOf(Dtor) == Effect::NonBlocking)
      return;
  }
  Surroundings In(F, Context);
  std::optional<bool> Branches;
  auto Counts = [&](const Call &At) {
    if (!F || !At.Site)
      return true;
    if (!Branches)
      Branches = branchesForGood(F);
    return !*Branches || (In.flow().isReachable(At.Site) && !In.flow().endsProgram(At.Site));
  };
  std::optional<llvm::SmallPtrSet<const Expr *, 8>> Guarded;
  auto Uncertain = [&](const Call &At) {
    if (K.getInt() || !F || !At.Site)
      return K.getInt();
    if (!Guarded)
      Guarded = guardedByState(F);
    return Guarded->contains(At.Site);
  };
  auto Visit = [&](const Call &At) {
    if (N.Leaf)
      return;
    if (auto Leaf = leafOf(At, In)) {
      bool MayBe =
          Leaf->Row &&
          (Leaf->Row->Kind == model::Category::File || Leaf->Row->Kind == model::Category::Cpu) &&
          Uncertain(At);
      if (MayBe) {
        model::Blocking Row = *Leaf->Row;
        Row.HowSure = model::Tier::May;
        MayBe = !Wanted(Row);
      }
      if (!MayBe && Counts(At))
        N.Leaf = std::move(Leaf);
      return;
    }
    size_t Before = N.Edges.size();
    targetsOf(At, K, N.Edges);
    if (N.Edges.size() > Before && !Counts(At))
      N.Edges.resize(Before);
    if (N.Edges.size() > Before && Uncertain(At))
      for (Edge &E : llvm::MutableArrayRef(N.Edges).drop_front(Before))
        E.To.setInt(true);
  };
  if (F)
    forEachCall(F, Visit);
  else
    forEachMemberDestroyed(Class, Visit);
}

BlockingGraph::Node &BlockingGraph::nodeFor(Key Start) {
  auto [It, New] = Nodes.try_emplace(Start);
  if (!New)
    return *It->second;
  It->second = std::make_unique<Node>();

  // Forward: all that can be reached and was not looked at before.
  llvm::SmallVector<std::pair<Key, Node *>, 16> Fresh{{Start, It->second.get()}};
  for (size_t I = 0; I < Fresh.size(); ++I) {
    Node &N = *Fresh[I].second;
    fill(Fresh[I].first, N);
    for (const Edge &E : N.Edges) {
      auto [Next, IsNew] = Nodes.try_emplace(E.To);
      if (!IsNew)
        continue;
      Next->second = std::make_unique<Node>();
      Fresh.push_back({E.To, Next->second.get()});
    }
  }

  // Back: nodes that are done never lead to fresh ones, so each distance is settled just once.
  llvm::DenseMap<Node *, llvm::SmallVector<Node *, 2>> Callers;
  using Entry = std::pair<unsigned, Node *>;
  auto Later = [](const Entry &A, const Entry &B) { return A.first > B.first; };
  std::priority_queue<Entry, std::vector<Entry>, decltype(Later)> Queue(Later);
  llvm::DenseSet<Node *> IsFresh;
  for (auto &[K, N] : Fresh)
    IsFresh.insert(N);
  for (auto &[K, N] : Fresh) {
    if (N->Leaf)
      N->Distance = 1;
    for (const Edge &E : N->Edges) {
      Node *To = Nodes.find(E.To)->second.get();
      if (IsFresh.contains(To))
        Callers[To].push_back(N);
      else if (To->Distance != Unknown)
        N->Distance = std::min(N->Distance, To->Distance + 1);
    }
    if (N->Distance != Unknown)
      Queue.push({N->Distance, N});
  }
  while (!Queue.empty()) {
    auto [Distance, N] = Queue.top();
    Queue.pop();
    if (Distance != N->Distance)
      continue;
    for (Node *Caller : Callers[N])
      if (Distance + 1 < Caller->Distance) {
        Caller->Distance = Distance + 1;
        Queue.push({Caller->Distance, Caller});
      }
  }
  for (auto &[K, N] : Fresh) {
    llvm::SmallVector<Edge, 2> Kept;
    if (!N->Leaf && N->Distance != Unknown)
      for (Edge &E : N->Edges)
        if (Kept.empty() && Nodes.find(E.To)->second->Distance + 1 == N->Distance)
          Kept.push_back(std::move(E));
    N->Edges = std::move(Kept);
  }
  return *Nodes.find(Start)->second;
}

bool BlockingGraph::handsOverWhatIsReady(const Call &At, const BlockingLeaf &Leaf,
                                         llvm::ArrayRef<const Edge *> Way, Surroundings &In) const {
  if (!Leaf.Row || !Leaf.Parameter || !At.Site)
    return false;
  // From the leaf back to the coroutine, each function hands on a parameter of its own.
  unsigned Index = *Leaf.Parameter;
  const Expr *Given = nullptr;
  for (size_t I = Way.size(); I-- > 0;) {
    if (Index >= Way[I]->Args.size())
      return false;
    Given = Way[I]->Args[Index];
    if (I == 0)
      break;
    Object Handed = objectOf(Given);
    const auto *P = Handed.size() == 1 ? dyn_cast_or_null<ParmVarDecl>(Handed.front()) : nullptr;
    if (!P || P->getDeclContext() != dyn_cast<DeclContext>(Way[I - 1]->To.getPointer()))
      return false;
    Index = P->getFunctionScopeIndex();
  }
  Call There;
  There.Site = At.Site;
  There.ObjectExpr = Given;
  There.Class = Given->getType()->getAsCXXRecordDecl();
  // Conditions on arguments are about the leaf's own, which `leafOf` has asked.
  return llvm::any_of(Leaf.Row->Unless, [&](const model::Condition &If) {
    return !If.Arg && !If.Args && !If.MinArgs && holds(If, There, In);
  });
}

std::optional<BlockingChain> BlockingGraph::chainFrom(const Call &At, Surroundings &In,
                                                      unsigned MaxDepth) {
  BlockingChain Result;
  if (auto Leaf = leafOf(At, In)) {
    Result.Leaf = std::move(*Leaf);
    return Result;
  }
  if (MaxDepth == 0)
    return std::nullopt;
  llvm::SmallVector<Edge, 2> Targets;
  targetsOf(At, Key(In.function(), false), Targets);
  const Edge *Best = nullptr;
  unsigned Distance = Unknown;
  for (const Edge &E : Targets)
    if (unsigned D = nodeFor(E.To).Distance; D < Distance) {
      Distance = D;
      Best = &E;
    }
  if (!Best || Distance > MaxDepth)
    return std::nullopt;
  llvm::SmallVector<const Edge *, 4> Way{Best};
  Node *N = &nodeFor(Best->To);
  for (; !N->Leaf; N = &nodeFor(N->Edges.front().To))
    Way.push_back(&N->Edges.front());
  if (handsOverWhatIsReady(At, *N->Leaf, Way, In))
    return std::nullopt;
  for (const Edge *Each : Way)
    Result.Steps.push_back(Each->Step);
  Result.Leaf = *N->Leaf;
  return Result;
}

} // namespace cotidy
