// SPDX-License-Identifier: Apache-2.0
// Lifetimes of what tasks refer to, against where the tasks go.
#include "Dangling.h"
#include "Names.h"
#include "Tasks.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether values of the type only show what somebody else owns.
bool isView(QualType T) {
  const CXXRecordDecl *R = T.isNull() ? nullptr : T->getAsCXXRecordDecl();
  return R && R->isInStdNamespace() && (nameOf(R) == "basic_string_view" || nameOf(R) == "span");
}

/// Whether nothing is read from an object of the type: a tag.
bool isEmpty(QualType T) {
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->hasDefinition() && R->isEmpty() && !R->isPolymorphic();
}

/// What is around a value without changing which one it is.
bool isTransparent(const Stmt *S) {
  if (const auto *K = dyn_cast<CXXConstructExpr>(S))
    return K->getConstructor()->isCopyOrMoveConstructor();
  if (const auto *L = dyn_cast<InitListExpr>(S))
    return L->getNumInits() == 1;
  if (const auto *C = dyn_cast<CallExpr>(S))
    return C->isCallToStdMove();
  return isa<FullExpr, CastExpr, ParenExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(S);
}

/// Members of containers that keep what they are given.
bool keeps(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Names[] = {
      "push_back", "emplace_back", "push_front", "emplace_front", "push", "emplace", "insert"};
  return llvm::is_contained(Names, Name);
}

const Expr *useIn(Coroutine &C, Unit &U, bool Lazy, llvm::function_ref<bool(const Expr *)> Is,
                  bool &AfterSuspension, unsigned Depth);

/// Whether \p E names what somebody else owns, by a reference or pointer that a closure has
/// captured: who is given that does not need the closure any more.
bool isOfOthers(const Expr *E, const CXXRecordDecl *Closure) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  return llvm::any_of(Closure->captures(), [&](const LambdaCapture &Each) {
    if (Each.capturesThis())
      return isa<CXXThisExpr>(E) && Each.getCaptureKind() == LCK_This;
    return Ref && Each.capturesVariable() && Each.getCapturedVar() == Ref->getDecl() &&
           Each.getCaptureKind() == LCK_ByRef;
  });
}

/// Whether what is awaited has the reference that is named at \p Use, and so may use it while the
/// coroutine is suspended: the awaited call gets it, by itself or in a pointer or buffer.
bool goesIntoAwait(const Expr *Use, Coroutine &C, Unit &U, unsigned Depth) {
  const Parents &Up = C.surroundings().parents();
  const Stmt *Child = Use;
  for (const Stmt *P = Up.above(Use); isa_and_nonnull<Expr>(P); Child = P, P = Up.above(P)) {
    const auto *E = cast<Expr>(P);
    if (const auto *S = dyn_cast<CoroutineSuspendExpr>(P))
      return llvm::any_of(C.suspensions(), [&](const Suspension &Each) {
        return Each.Await == S && Each.CanSuspend;
      });
    if (const auto *Cast = dyn_cast<CastExpr>(P)) {
      if (Cast->getCastKind() == CK_LValueToRValue && !Cast->getType()->isPointerType())
        return false;
      continue;
    }
    if (isa<ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, MemberExpr>(P))
      continue;
    if (const auto *A = dyn_cast<UnaryOperator>(P); A && A->getOpcode() == UO_AddrOf)
      continue;
    QualType T = E->getType();
    const CXXRecordDecl *R = T->isPointerType() ? nullptr : T->getAsCXXRecordDecl();
    const auto *Call = dyn_cast<CallExpr>(P);
    if (Call && isAwaitableTask(T, U.models()) && Up.above(P) && Depth < 3) {
      // Of a coroutine that can be seen, its own uses decide.
      const FunctionDecl *F = Call->getDirectCallee();
      const FunctionDecl *Definition = F ? visibleDefinition(F) : nullptr;
      cotidy::Call At = describe(Call);
      if (coroutineBody(Definition))
        for (unsigned I = 0; I < At.Args.size() && I < Definition->getNumParams(); ++I)
          if (At.Args[I] == Child) {
            const ParmVarDecl *Parameter = Definition->getParamDecl(I);
            bool After = false;
            useIn(
                U.coroutine(Definition), U, false,
                [&](const Expr *Each) {
                  const auto *Ref = dyn_cast<DeclRefExpr>(Each);
                  return Ref && Ref->getDecl() == Parameter;
                },
                After, Depth + 1);
            return After;
          }
      // What runs at once, and cannot be seen, is believed to copy what it needs for later, and
      // what is moved into it to be taken.
      const auto *Given = dyn_cast<Expr>(Child);
      if (startOf(T, U.models()) != model::Start::Lazy ||
          (Given && !coroutineBody(Definition) && Given->isXValue()))
        return false;
      continue;
    }
    if (!isa<CallExpr, CXXConstructExpr>(P))
      return false;
    // Numbers and owners have a copy; pointers, buffers and what can be awaited refer to it.
    bool Refers =
        T->isPointerType() || T->isReferenceType() || E->isLValue() ||
        (R && R->hasDefinition() && (R->hasTrivialDestructor() || isTaskType(T, U.models())));
    if (!Refers)
      return false;
  }
  return false;
}

/// The first use in the body of a coroutine for which \p Is holds: at all for one that is lazy,
/// else one that a suspension can lead to, or that lasts over one.
const Expr *useIn(Coroutine &C, Unit &U, bool Lazy, llvm::function_ref<bool(const Expr *)> Is,
                  bool &AfterSuspension, unsigned Depth) {
  const Expr *Any = nullptr, *After = nullptr;
  walk(C.body(), [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    if (After || !E || !Is(E))
      return !After;
    Any = Any ? Any : E;
    for (const Suspension &P : C.suspensions())
      if (P.CanSuspend && C.flow().valid() &&
          C.flow().reaches(P.Await, E, [](const Stmt *) { return false; })) {
        After = E;
        break;
      }
    const auto *M = dyn_cast_or_null<CXXMethodDecl>(C.function());
    bool OfOthers = M && M->getParent()->isLambda() && isOfOthers(E, M->getParent());
    if (!After && !OfOthers && goesIntoAwait(E, C, U, Depth))
      After = E;
    return !After;
  });
  AfterSuspension = After != nullptr;
  return After ? After : Lazy ? Any : nullptr;
}

} // namespace

const Parents &DanglingTasks::up() {
  if (!Up)
    Up = std::make_unique<Parents>(Body);
  return *Up;
}

std::vector<DanglingTask> DanglingTasks::find() {
  std::vector<DanglingTask> Result;
  walk(Body, [&](const Stmt *S) {
    const auto *C = dyn_cast<CallExpr>(S);
    if (C && C->isPRValue() && !C->isTypeDependent() && !C->isCallToStdMove() &&
        isAwaitableTask(C->getType(), U.models()))
      look(C, Result);
    return true;
  });
  return Result;
}

std::optional<DanglingTasks::Fate> DanglingTasks::fateOf(const CallExpr *C) {
  const Stmt *Child = C;
  for (const Stmt *P = up().above(C); P; Child = P, P = up().above(P)) {
    if (isTransparent(P))
      continue;
    if (isa<ReturnStmt>(P))
      return coroutineBody(F) ? std::nullopt
                              : std::optional(Fate{DanglingTask::Caller, nullptr, P});
    if (const auto *D = dyn_cast<DeclStmt>(P)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each);
            V && V->getInit() == Child && V->isLocalVarDecl() && V->hasLocalStorage() &&
            V->isReferenced() && isAwaitableTask(V->getType(), U.models()))
          return Fate{DanglingTask::Variable, V, P};
      return std::nullopt;
    }
    auto LocalAt = [&](const Expr *E) -> const VarDecl * {
      const auto *R = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
      const auto *V = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
      return V && V->isLocalVarDecl() && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
                     V->getDeclContext() == F
                 ? V
                 : nullptr;
    };
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(P)) {
      const VarDecl *To =
          O->getOperator() == OO_Equal && O->getNumArgs() == 2 && O->getArg(1) == Child
              ? LocalAt(O->getArg(0))
              : nullptr;
      return To && isAwaitableTask(To->getType(), U.models())
                 ? std::optional(Fate{DanglingTask::Variable, To, P})
                 : std::nullopt;
    }
    const auto *Outer = dyn_cast<CallExpr>(P);
    if (!Outer || Outer->getCallee() == Child)
      return std::nullopt;
    cotidy::Call At = describe(Outer);
    if (auto Spawns = rowsFor(U.models().Spawns, At); !Spawns.empty()) {
      // A spawn that is itself awaited is over when the expression is.
      for (const Stmt *Q : up().of(Outer))
        if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(Q))
          return std::nullopt;
      return Fate{DanglingTask::Spawn, nullptr, P, Spawns.front().Row->Callables};
    }
    if (At.ObjectExpr && keeps(nameOf(At.Callee)) && At.Class && At.Class->isInStdNamespace())
      if (const VarDecl *To = LocalAt(At.ObjectExpr); To && holdsTasks(To->getType(), U.models()))
        return Fate{DanglingTask::Container, To, P};
    return std::nullopt;
  }
  return std::nullopt;
}

/// The temporary or local that the expression names.
std::optional<DanglingTasks::Referent> DanglingTasks::objectBehind(const Expr *E) const {
  E = E->IgnoreParens();
  while (const auto *C = dyn_cast<ImplicitCastExpr>(E)) {
    if (C->getCastKind() == CK_LValueToRValue)
      return std::nullopt;
    E = C->getSubExpr()->IgnoreParens();
  }
  if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(E)) {
    if (T->getStorageDuration() != SD_FullExpression)
      return std::nullopt;
    return Referent{true, nullptr};
  }
  if (const auto *M = dyn_cast<MemberExpr>(E); M && !M->isArrow() &&
                                               isa<FieldDecl>(M->getMemberDecl()) &&
                                               !M->getMemberDecl()->getType()->isReferenceType())
    return objectBehind(M->getBase());
  if (const auto *C = dyn_cast<CallExpr>(E); C && C->isCallToStdMove() && C->getNumArgs() == 1)
    return objectBehind(C->getArg(0));
  const auto *R = dyn_cast<DeclRefExpr>(E);
  const auto *V = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  if (V && V->hasLocalStorage() && !V->getType()->isReferenceType() && V->getDeclContext() == F &&
      !R->refersToEnclosingVariableOrCapture())
    return Referent{false, V};
  return std::nullopt;
}

std::optional<DanglingTasks::Referent> DanglingTasks::referentOf(const Expr *Arg,
                                                                 QualType Parameter) const {
  if (const auto *D = dyn_cast<CXXDefaultArgExpr>(Arg))
    Arg = D->getExpr();
  if (const auto *W = dyn_cast<FullExpr>(Arg))
    Arg = W->getSubExpr();
  if (Parameter->isReferenceType()) {
    // A view that is bound to a reference shows something itself.
    if (isEmpty(Parameter))
      return std::nullopt;
    return objectBehind(Arg);
  }
  if (Parameter->isPointerType()) {
    const auto *A = dyn_cast<UnaryOperator>(Arg->IgnoreParenImpCasts());
    return A && A->getOpcode() == UO_AddrOf ? objectBehind(A->getSubExpr()) : std::nullopt;
  }
  if (!isView(Parameter))
    return std::nullopt;
  // A view that is made of an owner: by a conversion of the owner, or by the view's constructor.
  const Expr *E = Arg;
  for (unsigned I = 0; I < 16; ++I) {
    E = E->IgnoreParenImpCasts();
    const Expr *Inner = nullptr;
    if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(E); T && isView(T->getType()))
      Inner = T->getSubExpr();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(E))
      Inner = B->getSubExpr();
    else if (const auto *K = dyn_cast<CXXConstructExpr>(E); K && K->getNumArgs() == 1)
      Inner = K->getArg(0);
    else if (const auto *M = dyn_cast<CXXMemberCallExpr>(E);
             M && isa_and_nonnull<CXXConversionDecl>(M->getMethodDecl()))
      Inner = M->getImplicitObjectArgument();
    else if (const auto *C = dyn_cast<CXXFunctionalCastExpr>(E))
      Inner = C->getSubExpr();
    if (!Inner)
      return std::nullopt;
    QualType T = Inner->IgnoreParenImpCasts()->getType();
    const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
    if (R && !isView(T) && R->isInStdNamespace() && R->hasDefinition() &&
        !R->hasTrivialDestructor() && nameOf(R) != "initializer_list")
      return objectBehind(Inner);
    if (T->isConstantArrayType() && !isa<StringLiteral>(Inner->IgnoreParenImpCasts()))
      return objectBehind(Inner);
    E = Inner;
  }
  return std::nullopt;
}

/// The statement to whose end a local lives, or null.
const Stmt *DanglingTasks::scopeOf(const VarDecl *V) {
  if (Scopes.try_emplace(nullptr, nullptr).second)
    walk(Body, [&](const Stmt *S) {
      const auto *D = dyn_cast<DeclStmt>(S);
      if (!D)
        return true;
      for (const Stmt *P = up().above(D); P; P = up().above(P))
        if (isa<CompoundStmt, ForStmt, CXXForRangeStmt, IfStmt, WhileStmt, SwitchStmt>(P)) {
          for (const Decl *Each : D->decls())
            if (const auto *Local = dyn_cast<VarDecl>(Each))
              Scopes[Local] = P;
          break;
        }
      return true;
    });
  return Scopes.lookup(V);
}

bool DanglingTasks::endsBefore(const Referent &R, const Fate &To) {
  if (To.Who == DanglingTask::Caller)
    return true;
  // A spawned task may be over before the local is: somebody may wait for it.
  if (To.Who == DanglingTask::Spawn || R.IsTemporary)
    return R.IsTemporary;
  const Stmt *Inner = scopeOf(R.Local), *Outer = scopeOf(To.Holder);
  if (!Inner || !Outer || Inner == Outer || !llvm::is_contained(up().of(Inner), Outer))
    return false;
  // Where the holder is used within the inner scope, the tasks may be awaited there.
  auto [It, New] = UsedIn.try_emplace({Inner, To.Holder}, false);
  if (!New && To.Who == DanglingTask::Container)
    return !It->second;
  bool UsedWithin = false;
  walk(Inner, [&](const Stmt *S) {
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    if (!Ref || Ref->getDecl() != To.Holder)
      return !UsedWithin;
    const Stmt *P = up().above(Ref);
    while (isa_and_nonnull<ImplicitCastExpr, ParenExpr>(P))
      P = up().above(P);
    const auto *M = dyn_cast_or_null<MemberExpr>(P);
    llvm::StringRef Name = M ? nameOf(M->getMemberDecl()) : llvm::StringRef();
    UsedWithin |= !keeps(Name) && Name != "size" && Name != "reserve" && P != To.Place;
    return !UsedWithin;
  });
  It->second = UsedWithin;
  return !UsedWithin;
}

void DanglingTasks::look(const CallExpr *C, std::vector<DanglingTask> &Into) {
  const FunctionDecl *Callee = C->getDirectCallee();
  cotidy::Call At = describe(C);
  if (!Callee || At.Dispatched)
    return;
  // Most calls give nothing away that could be gone.
  const auto *M = dyn_cast<CXXMethodDecl>(Callee);
  bool OnObject = M && M->isInstance() && At.ObjectExpr;
  std::optional<Referent> This;
  if (OnObject) {
    const auto *Member = dyn_cast<MemberExpr>(C->getCallee()->IgnoreParens());
    if (!Member || !Member->isArrow())
      This = objectBehind(At.ObjectExpr);
  }
  struct Given {
    Referent What;
    const ParmVarDecl *Parameter;
    const Expr *Arg;
  };
  llvm::SmallVector<Given, 2> Args;
  for (unsigned I = 0; I < At.Args.size() && I < Callee->getNumParams(); ++I)
    if (auto R = referentOf(At.Args[I], Callee->getParamDecl(I)->getType()))
      Args.push_back({*R, Callee->getParamDecl(I), At.Args[I]});
  if (!This && Args.empty())
    return;
  std::optional<Fate> To = fateOf(C);
  if (!To)
    return;
  const FunctionDecl *Definition = visibleDefinition(Callee);
  Coroutine *Of = coroutineBody(Definition) ? &U.coroutine(Definition) : nullptr;
  if (Definition && !Of)
    return;
  std::optional<model::Start> When =
      Of && Of->start() ? Of->start() : startOf(C->getType(), U.models());
  // A spawn may run a lazy task up to its first suspension before it returns.
  bool Lazy = When == model::Start::Lazy && To->Who != DanglingTask::Spawn;
  auto Use = [&](DanglingTask &Task, const Decl *What, llvm::function_ref<bool(const Expr *)> Is) {
    auto [It, Unknown] = Uses.Known.try_emplace({What, Lazy});
    if (Unknown) {
      DanglingUses::Found Found;
      Found.Use = useIn(*Of, U, Lazy, Is, Found.AfterSuspension, 0);
      It = Uses.Known.insert_or_assign({What, Lazy}, Found).first;
    }
    Task.Use = It->second.Use;
    Task.AfterSuspension = It->second.AfterSuspension;
  };
  DanglingTask New;
  New.Call = C;
  New.Who = To->Who;
  New.Holder = To->Holder;
  New.TakesCallables = To->TakesCallables;
  for (const Given &G : Args) {
    if (!endsBefore(G.What, *To))
      continue;
    New.What = DanglingTask::Argument;
    New.At = G.Arg;
    New.Local = G.What.Local;
    New.Parameter = G.Parameter;
    New.Use = nullptr;
    New.AfterSuspension = false;
    if (Of) {
      const ParmVarDecl *P = Definition->getParamDecl(G.Parameter->getFunctionScopeIndex());
      New.Parameter = P;
      Use(New, P, [P](const Expr *E) {
        const auto *R = dyn_cast<DeclRefExpr>(E);
        return R && R->getDecl() == P;
      });
      if (!New.Use)
        continue;
    } else {
      // Unseen, a lazy function that takes it by a constant reference or as a view is believed to
      // be a coroutine that uses it.
      QualType T = G.Parameter->getType();
      bool Shown =
          isView(T) || (T->isLValueReferenceType() && T->getPointeeType().isConstQualified());
      if (!Lazy || !Shown || inSystemHeader(Callee) ||
          U.models().libraryOf(qualifiedName(Callee)) || Callee->isTemplateInstantiation())
        continue;
    }
    Into.push_back(New);
    return;
  }
  if (!This || !Of || !endsBefore(*This, *To))
    return;
  const CXXRecordDecl *Class = M->getParent();
  New.What = Class->isLambda() ? DanglingTask::Closure : DanglingTask::ThisObject;
  New.At = At.ObjectExpr;
  New.Local = This->Local;
  Use(New, Definition, [&](const Expr *E) {
    if (!Class->isLambda())
      return isa<CXXThisExpr>(E);
    const auto *R = dyn_cast<DeclRefExpr>(E);
    return isa<CXXThisExpr>(E) || (R && R->refersToEnclosingVariableOrCapture());
  });
  if (New.Use)
    Into.push_back(New);
}

} // namespace cotidy
