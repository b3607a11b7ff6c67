// SPDX-License-Identifier: Apache-2.0
// Reads the facts about a coroutine off its declaration, its promise and its awaits.
#include "Coroutine.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/SmallSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether the class can be awaited as it stands, by its members.
bool looksAwaitable(const CXXRecordDecl *R) {
  llvm::SmallVector<const CXXRecordDecl *, 4> Todo{R};
  for (size_t I = 0; I < Todo.size() && I < 64; ++I) {
    const CXXRecordDecl *Class = Todo[I] ? Todo[I]->getDefinition() : nullptr;
    // What a declaration returns may not be instantiated yet; its pattern has the same members.
    if (const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Todo[I]); S && !Class)
      Class = S->getSpecializedTemplate()->getTemplatedDecl()->getDefinition();
    if (!Class)
      continue;
    for (const CXXMethodDecl *M : Class->methods())
      if ((M->getIdentifier() && M->getName() == "await_ready") ||
          M->getOverloadedOperator() == OO_Coawait)
        return true;
    for (const CXXBaseSpecifier &B : Class->bases())
      Todo.push_back(B.getType()->getAsCXXRecordDecl());
  }
  return false;
}

const CXXMethodDecl *methodNamed(const CXXRecordDecl *R, llvm::StringRef Name) {
  if (R && R->hasDefinition())
    for (const CXXMethodDecl *M : R->getDefinition()->methods())
      if (M->getIdentifier() && M->getName() == Name)
        return M;
  return nullptr;
}

/// Whether `await_ready` of the awaiter is written as `return true;`.
bool isAlwaysReady(const CoroutineSuspendExpr *E) {
  const auto *Ready =
      dyn_cast_or_null<CallExpr>(E->getReadyExpr() ? E->getReadyExpr()->IgnoreImplicit() : nullptr);
  const FunctionDecl *F = Ready ? Ready->getDirectCallee() : nullptr;
  const auto *Body = F ? dyn_cast_or_null<CompoundStmt>(F->getBody()) : nullptr;
  if (!Body || Body->size() != 1)
    return false;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  const auto *Value = Return && Return->getRetValue()
                          ? dyn_cast<CXXBoolLiteralExpr>(Return->getRetValue()->IgnoreImplicit())
                          : nullptr;
  return Value && Value->getValue();
}

/// The call that a written expression makes, as models look at it.
std::optional<Call> callOf(const Expr *E) {
  E = E ? E->IgnoreUnlessSpelledInSource() : nullptr;
  if (const auto *Cleanups = dyn_cast_or_null<ExprWithCleanups>(E))
    E = Cleanups->getSubExpr()->IgnoreUnlessSpelledInSource();
  const auto *C = dyn_cast_or_null<CallExpr>(E);
  if (!C)
    return std::nullopt;
  return describe(C);
}

/// The variable at namespace scope whose call operator is called, or null: a function object goes
/// by the name of its variable.
const VarDecl *functionObject(const Call &At) {
  if (!At.Callee || At.Callee->getOverloadedOperator() != OO_Call || !At.ObjectExpr)
    return nullptr;
  const auto *Ref = dyn_cast<DeclRefExpr>(At.ObjectExpr->IgnoreUnlessSpelledInSource());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && !V->isLocalVarDeclOrParm() ? V : nullptr;
}

const FunctionDecl *calleeOrNull(const Expr *E) {
  std::optional<Call> At = callOf(E);
  return At ? At->Callee : nullptr;
}

} // namespace

const CoroutineBodyStmt *coroutineBody(const FunctionDecl *F) {
  return F ? dyn_cast_or_null<CoroutineBodyStmt>(F->getBody()) : nullptr;
}

llvm::StringRef lastNameOf(const Call &At, llvm::SmallVectorImpl<char> &Buffer) {
  if (At.Kind == Call::Destructor) {
    Buffer.assign(1, '~');
    if (At.Class && At.Class->getIdentifier())
      Buffer.append(At.Class->getName().begin(), At.Class->getName().end());
    return {Buffer.data(), Buffer.size()};
  }
  if (const VarDecl *Object = functionObject(At))
    return lastName(Object, Buffer);
  return At.Callee ? lastName(At.Callee, Buffer) : llvm::StringRef();
}

llvm::SmallVector<std::string, 2> namesOf(const Call &At) {
  llvm::SmallVector<std::string, 2> Names;
  llvm::SmallString<32> Buffer;
  std::string Last = lastNameOf(At, Buffer).str();
  if (At.Kind == Call::Destructor) {
    Names.push_back(qualifiedName(At.Class) + "::" + Last);
    return Names;
  }
  if (!At.Callee)
    return Names;
  if (const VarDecl *Object = functionObject(At))
    return {qualifiedName(Object)};
  const auto *M = dyn_cast<CXXMethodDecl>(At.Callee);
  std::string Declared = qualifiedName(At.Callee);
  if (M && At.Class && At.Kind != Call::Constructor) {
    llvm::SmallVector<const CXXRecordDecl *, 4> Todo{At.Class};
    llvm::SmallPtrSet<const CXXRecordDecl *, 4> Seen;
    for (size_t I = 0; I < Todo.size(); ++I) {
      const CXXRecordDecl *C = Todo[I];
      if (!C || !Seen.insert(C->getCanonicalDecl()).second)
        continue;
      Names.push_back(qualifiedName(C) + "::" + Last);
      if (const CXXRecordDecl *Def = C->getDefinition())
        for (const CXXBaseSpecifier &B : Def->bases())
          Todo.push_back(B.getType()->getAsCXXRecordDecl());
    }
  }
  // A name of C's is one only with C's linkage: a namesake in the user's code is not meant.
  if (llvm::StringRef(Declared).contains("::") || At.Callee->isExternC())
    if (!llvm::is_contained(Names, Declared))
      Names.push_back(Declared);
  return Names;
}

Coroutine::Coroutine(const FunctionDecl *F, ASTContext &Context, const model::Index &Models)
    : Where(F, Context), Models(Models), Body(coroutineBody(F)) {
  findSuspensions();
  decideLibrary();
  decideRole();
  decideStart();
}

void Coroutine::findSuspensions() {
  walk(Body->getBody(), [&](const Stmt *S) {
    Suspension P;
    if (const auto *C = dyn_cast<CoroutineSuspendExpr>(S)) {
      P.Await = C;
      P.Operand = C->getOperand();
      P.IsYield = isa<CoyieldExpr>(C);
      P.CanSuspend = !isAlwaysReady(C);
    } else if (const auto *D = dyn_cast<DependentCoawaitExpr>(S)) {
      P.Await = D;
      P.Operand = D->getOperand();
    } else {
      return true;
    }
    const Expr *What = P.Operand->IgnoreUnlessSpelledInSource();
    auto NeverSuspends = [&](const NamedDecl *D) {
      return D && !Models.NeverSuspends.find(qualifiedName(D)).empty();
    };
    const CXXRecordDecl *R = recordOf(What->getType());
    const auto *Ref = dyn_cast<DeclRefExpr>(What);
    const FunctionDecl *Callee = calleeOrNull(What);
    if ((Ref && NeverSuspends(Ref->getDecl())) || NeverSuspends(Callee) || NeverSuspends(R))
      P.CanSuspend = false;
    if (R)
      P.Library = Models.libraryOf(qualifiedName(R));
    if (!P.Library && Callee)
      P.Library = Models.libraryOf(qualifiedName(Callee));
    if (!P.Library && Ref)
      P.Library = Models.libraryOf(qualifiedName(Ref->getDecl()));
    Points.push_back(P);
    return true;
  });
}

void Coroutine::decideLibrary() {
  if (const CXXRecordDecl *R = recordOf(function()->getReturnType())) {
    std::string Name = qualifiedName(R);
    if (auto Rows = Models.Tasks.find(Name); !Rows.empty())
      Lib = Rows.front().From;
    else if (auto Generators = Models.Generators.find(Name); !Generators.empty())
      Lib = Generators.front().From;
    else
      Lib = Models.libraryOf(Name);
  }
  for (const Suspension &P : Points)
    if (!Lib)
      Lib = P.Library;
}

void Coroutine::decideRole() {
  bool Yields = llvm::any_of(Points, [](const Suspension &P) { return P.IsYield; });
  bool Awaits = llvm::any_of(Points, [](const Suspension &P) { return !P.IsYield; });
  const CXXRecordDecl *R = recordOf(function()->getReturnType());
  if (R)
    if (auto Rows = Models.Generators.find(qualifiedName(R)); !Rows.empty()) {
      Kind = Rows.front().Row->Kind == model::GeneratorKind::Sync ? Role::SyncGenerator
                                                                  : Role::AsyncGenerator;
      return;
    }
  if (!Yields)
    return;
  // By shape: what is iterated without an await runs on the thread of whoever iterates it.
  const CXXMethodDecl *Begin = methodNamed(R, "begin");
  bool Iterated = Begin && methodNamed(R, "end") && !looksAwaitable(R) &&
                  !looksAwaitable(recordOf(Begin->getReturnType()));
  const CXXMethodDecl *Next = methodNamed(R, "next");
  bool Stepped = !looksAwaitable(R) && (Next ? !looksAwaitable(recordOf(Next->getReturnType()))
                                             : methodNamed(R, "resume") != nullptr);
  Kind = !Awaits && (Iterated || Stepped) ? Role::SyncGenerator : Role::AsyncGenerator;
}

void Coroutine::decideStart() {
  if (const CXXRecordDecl *R = recordOf(function()->getReturnType()))
    if (auto Rows = Models.Tasks.find(qualifiedName(R)); !Rows.empty()) {
      When = Rows.front().Row->When;
      return;
    }
  const auto *Init = dyn_cast_or_null<Expr>(Body->getInitSuspendStmt());
  if (const auto *Cleanups = dyn_cast_or_null<ExprWithCleanups>(Init))
    Init = Cleanups->getSubExpr();
  const auto *Await = dyn_cast_or_null<CoroutineSuspendExpr>(Init);
  const CXXRecordDecl *Awaited = Await ? recordOf(Await->getCommonExpr()->getType()) : nullptr;
  if (!Awaited)
    return;
  std::string Name = qualifiedName(Awaited);
  if (Name == "std::suspend_always")
    When = model::Start::Lazy;
  else if (Name == "std::suspend_never" || isAlwaysReady(Await))
    When = model::Start::Eager;
}

llvm::SmallVector<const VarDecl *, 8> Coroutine::localsAlive(const Stmt *At) {
  llvm::SmallVector<const VarDecl *, 8> Result;
  for (const ParmVarDecl *P : function()->parameters())
    Result.push_back(P);
  // A local is alive where it was declared before, in a scope that is still open: beside one of
  // the statements around the place, or in the head of one.
  const Stmt *Child = At;
  for (const Stmt *Parent : Where.parents().of(At)) {
    const Declared &In = declaredIn(Parent);
    auto Until = In.Positions.find(Child);
    for (auto [Position, V] : In.Locals) {
      if (Until != In.Positions.end() && Position >= Until->second)
        break;
      Result.push_back(V);
    }
    Child = Parent;
  }
  return Result;
}

const Coroutine::Declared &Coroutine::declaredIn(const Stmt *Parent) {
  auto [It, New] = DeclaredIn.try_emplace(Parent);
  if (!New)
    return It->second;
  unsigned Position = 0;
  for (const Stmt *Part : Parent->children()) {
    It->second.Positions.try_emplace(Part, Position);
    // Behind a label or a case, the declaration still belongs to the block around.
    while (const auto *L = dyn_cast_or_null<LabelStmt>(Part))
      Part = L->getSubStmt();
    while (const auto *K = dyn_cast_or_null<SwitchCase>(Part))
      Part = K->getSubStmt();
    if (const auto *D = dyn_cast_or_null<DeclStmt>(Part))
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each); V && V->hasLocalStorage())
          It->second.Locals.push_back({Position, V});
    ++Position;
  }
  return It->second;
}

const model::Hop *Coroutine::hopOf(const Suspension &S) {
  std::optional<Call> At = callOf(S.Operand);
  if (!At)
    return nullptr;
  for (const auto &Found : rowsFor(Models.Hops, *At))
    if (applies(Found.Row->When, {}, *At, Where))
      return Found.Row;
  return nullptr;
}

bool Coroutine::mayHaveMoved(const Stmt *At) {
  enum : unsigned { OnLoop = 1, OnPool = 2, OnPoolOnce = 4 };
  if (!Places) {
    Places.emplace();
    llvm::DenseMap<const Stmt *, const model::Hop *> Hops;
    llvm::SmallPtrSet<const Stmt *, 8> Awaits;
    for (const Suspension &P : Points) {
      if (const model::Hop *H = hopOf(P))
        Hops[P.Await] = H;
      if (P.CanSuspend)
        Awaits.insert(P.Await);
    }
    // A parameter can say where the coroutine starts: then it is not known to be the loop.
    Placed = llvm::any_of(function()->parameters(), [&](const ParmVarDecl *P) {
      const CXXRecordDecl *R = recordOf(P->getType());
      return R && !Models.PlacedBy.find(qualifiedName(R)).empty();
    });
    if (!Hops.empty())
      Places = flow().statesBefore(Placed ? OnPool : OnLoop,
                                   [&](const Stmt *S, unsigned In) -> unsigned {
                                     if (auto It = Hops.find(S); It != Hops.end()) {
                                       if (It->second->To == model::Destination::Loop)
                                         return OnLoop;
                                       return It->second->UntilNextAwait ? OnPoolOnce : OnPool;
                                     }
                                     if (Awaits.contains(S) && (In & OnPoolOnce))
                                       return (In & ~OnPoolOnce) | OnLoop;
                                     return In;
                                   });
  }
  auto It = Places->find(At);
  if (It == Places->end())
    return Placed && Places->empty();
  return It->second & (OnPool | OnPoolOnce);
}

} // namespace cotidy
