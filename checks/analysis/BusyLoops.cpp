// SPDX-License-Identifier: Apache-2.0
// Finds loops without a suspension, and reads off their heads how often they run.
#include "BusyLoops.h"
#include "Names.h"
#include "Sizes.h"
#include "Steps.h"
#include "Tasks.h"
#include "Unit.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cotidy {
namespace {

/// A loop that runs fewer times than this is no run-time bound.
constexpr uint64_t FewIterations = 1000;
constexpr unsigned MaxSteps = 4; ///< From a local of an iteration to what it was made from.

/// Members that replace what a container has, or make it smaller.
constexpr llvm::StringLiteral ReplaceNames[] = {
    "assign",    "clear",    "resize", "swap",     "erase",  "pop_back",      "pop_front",
    "pop",       "reset",    "merge",  "extract",  "remove", "remove_prefix", "remove_suffix",
    "operator=", "exchange", "splice", "truncate", "next",   "advance",       "shrink"};

bool isOneStep(const Stmt *S, const VarDecl *V, bool &Down) {
  S = isa_and_nonnull<Expr>(S) ? cast<Expr>(S)->IgnoreParenImpCasts() : S;
  if (const auto *X = dyn_cast_or_null<ExprWithCleanups>(S))
    S = X->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *X = dyn_cast_or_null<UnaryOperator>(S);
      X && X->isIncrementDecrementOp() && variableIn(spelled(X->getSubExpr())) == V) {
    Down = X->isDecrementOp();
    return true;
  }
  if (const auto *X = dyn_cast_or_null<CompoundAssignOperator>(S);
      X && (X->getOpcode() == BO_AddAssign || X->getOpcode() == BO_SubAssign) &&
      variableIn(spelled(X->getLHS())) == V) {
    Down = X->getOpcode() == BO_SubAssign;
    return true;
  }
  if (const auto *X = dyn_cast_or_null<CXXOperatorCallExpr>(S);
      X && X->getNumArgs() && variableIn(spelled(X->getArg(0))) == V) {
    Down = X->getOperator() == OO_MinusMinus || X->getOperator() == OO_MinusEqual;
    return Down || X->getOperator() == OO_PlusPlus || X->getOperator() == OO_PlusEqual;
  }
  const auto *Comma = dyn_cast_or_null<BinaryOperator>(S);
  return Comma && Comma->getOpcode() == BO_Comma &&
         (isOneStep(Comma->getLHS(), V, Down) || isOneStep(Comma->getRHS(), V, Down));
}

/// The parts of `a && b && c`.
void conjuncts(const Expr *E, llvm::SmallVectorImpl<const Expr *> &Out) {
  E = E->IgnoreParenImpCasts();
  if (const auto *X = dyn_cast<ExprWithCleanups>(E))
    return conjuncts(X->getSubExpr(), Out);
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->getOpcode() == BO_LAnd) {
    conjuncts(B->getLHS(), Out);
    conjuncts(B->getRHS(), Out);
    return;
  }
  Out.push_back(E);
}

std::pair<const Expr *, const Expr *> compared(const Expr *E) {
  if (const auto *X = dyn_cast<BinaryOperator>(E);
      X && X->isComparisonOp() && X->getOpcode() != BO_EQ)
    return {X->getLHS(), X->getRHS()};
  if (const auto *X = dyn_cast<CXXOperatorCallExpr>(E);
      X && X->isComparisonOp() && X->getNumArgs() == 2 && X->getOperator() != OO_EqualEqual)
    return {X->getArg(0), X->getArg(1)};
  if (const auto *X = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    auto Parts = X->getDecomposedForm();
    if (Parts.Opcode != BO_EQ)
      return {Parts.LHS, Parts.RHS};
  }
  return {nullptr, nullptr};
}

/// Whether something in \p E is known only at run time: a variable, a member, or what a call gives.
bool asksForSomething(const Expr *E) {
  bool Found = false;
  walk(E, [&](const Stmt *S) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      Found |= (V && !V->isConstexpr() && !V->getType()->isDependentType()) ||
               isa<BindingDecl>(Ref->getDecl());
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *F = Call->getDirectCallee();
      Found |= F && !F->isConstexpr() && Call->getNumArgs() == 0;
    }
    Found |= isa<CXXThisExpr>(S);
    return !Found;
  });
  return Found;
}

/// Whether everything between the counter \p Ref and \p Root only calculates with it.
bool isArithmetic(const Stmt *Ref, const Expr *Root, const Parents &Up) {
  for (const Stmt *S = Ref; S && S != Root; S = Up.above(S)) {
    const Stmt *Above = Up.above(S);
    if (!isa_and_nonnull<ParenExpr, ImplicitCastExpr, BinaryOperator, CXXStaticCastExpr>(Above) &&
        Above != Root)
      return false;
    if (Above == Root)
      return isa<ParenExpr, ImplicitCastExpr, BinaryOperator, CXXStaticCastExpr>(Root);
  }
  return true;
}

bool isWithin(const Stmt *S, const Stmt *Loop, const Parents &Up) {
  return S == Loop || llvm::is_contained(Up.of(S), Loop);
}

} // namespace

std::optional<SourceLocation> Recursions::of(const FunctionDecl *F) {
  auto [It, New] = Known.try_emplace(F);
  if (!New)
    return It->second;
  std::optional<SourceLocation> Found;
  forEachCall(F, [&](const Call &At) {
    if (Found || At.Kind != Call::Function || !At.Callee || At.Dispatched ||
        At.Callee->getCanonicalDecl() != F->getCanonicalDecl())
      return;
    // A flag that is set for the second round ends it there.
    if (llvm::none_of(At.Args, [](const Expr *A) {
          return isa<CXXBoolLiteralExpr>(A->IgnoreUnlessSpelledInSource());
        }))
      Found = At.Loc;
  });
  return Known[F] = Found;
}

BusyLoops::BusyLoops(Coroutine &C, Unit &U) : C(C), U(U), Up(C.surroundings().parents()) {
  llvm::SmallPtrSet<const Stmt *, 8> Suspending;
  for (const Suspension &P : C.suspensions()) {
    if (!P.CanSuspend)
      continue;
    Awaits.insert(P.Await);
    // What is awaited in the head before the first iteration leaves the iterations as they are.
    const Stmt *Child = P.Await;
    for (const Stmt *S : Up.of(P.Await)) {
      std::optional<LoopParts> L = partsOfLoop(S);
      if (L && (Child == L->Body || Child == L->Cond || Child == L->Inc ||
                (L->Range && L->Range->getCoawaitLoc().isValid())))
        Suspending.insert(S);
      Child = S;
    }
  }
  walk(C.body(), [&](const Stmt *S) {
    if (!partsOfLoop(S) || Suspending.contains(S))
      return true;
    if (const auto *R = dyn_cast<CXXForRangeStmt>(S); R && R->getCoawaitLoc().isValid())
      return true;
    Outermost.push_back(S);
    return false;
  });
}

const Stmt *BusyLoops::around(const Stmt *S) {
  const Stmt *Child = S;
  bool Often = false;
  for (const Stmt *Parent : Up.of(S)) {
    if (std::optional<LoopParts> L = partsOfLoop(Parent);
        L && (Child == L->Body || Child == L->Cond || Child == L->Inc)) {
      Often |= headOf(Parent).Kind != Head::Small;
      if (llvm::is_contained(Outermost, Parent))
        return Often ? Parent : nullptr;
    }
    Child = Parent;
  }
  return nullptr;
}

llvm::SmallVector<const Stmt *, 8> BusyLoops::placesOf(const Stmt *Loop) {
  llvm::SmallVector<const Stmt *, 8> Result;
  std::optional<LoopParts> L = partsOfLoop(Loop);
  auto Add = [&](const Stmt *Part) {
    if (Part)
      walk(Part, [&](const Stmt *S) {
        if (isa<Expr>(S))
          Result.push_back(S);
        return Result.size() < 8;
      });
  };
  if (L->Range)
    Result.push_back(L->Range->getCond());
  else
    Add(L->Cond ? static_cast<const Stmt *>(L->Cond) : L->Body);
  return Result;
}

BusyLoops::Head::KindT BusyLoops::kindOf(const Expr *Size) {
  std::optional<uint64_t> Most = Size->getType().getNonReferenceType()->isIntegerType()
                                     ? mostOf(Size, C.surroundings())
                                     : mostElements(Size, C.surroundings());
  if (Most)
    return *Most < FewIterations ? Head::Small : Head::Long;
  return asksForSomething(Size) ? Head::Long : Head::Unknown;
}

BusyLoops::Head BusyLoops::rangeHead(const CXXForRangeStmt *R) {
  Head H;
  const Expr *Init = R->getRangeInit();
  if (!Init || Init->isTypeDependent() || R->getCoawaitLoc().isValid() ||
      isGeneratorType(Init->getType(), U.models()))
    return H;
  H.Size = Init;
  H.Kind = kindOf(Init);
  return H;
}

bool BusyLoops::isStepped(const VarDecl *V, const LoopParts &P, bool &Down) const {
  unsigned Steps = 0, Others = 0;
  if (P.Inc && isOneStep(P.Inc, V, Down))
    ++Steps;
  walk(P.Body, [&](const Stmt *S) {
    if (assigned(S).first != V)
      return true;
    // A scanner moves on in the loops inside, and may come to its end after one round.
    const Stmt *Around = Up.above(S);
    while (Around && !partsOfLoop(Around))
      Around = Up.above(Around);
    if (!P.Inc && Around == P.Loop && isOneStep(S, V, Down) && isa<UnaryOperator>(S))
      ++Steps;
    else
      ++Others;
    return true;
  });
  return Steps == 1 && Others == 0;
}

BusyLoops::Head BusyLoops::countedHead(const LoopParts &P) {
  Head H;
  if (!P.Cond || P.Cond->isTypeDependent())
    return H;
  llvm::SmallVector<const Expr *, 4> Parts;
  conjuncts(P.Cond, Parts);
  for (const Expr *Part : Parts) {
    auto [A, B] = compared(Part);
    for (auto [Side, Other] : {std::pair(A, B), std::pair(B, A)}) {
      if (!Side || !Other)
        continue;
      const VarDecl *V = variableIn(spelled(Side));
      bool Down = false;
      if (!V || !V->hasLocalStorage() || !isStepped(V, P, Down))
        continue;
      // Where it starts: in the head, else where it is declared.
      const Expr *From = V->getInit();
      if (const auto *For = dyn_cast<ForStmt>(P.Loop); For && For->getInit())
        walk(For->getInit(), [&](const Stmt *S) {
          if (const auto *Set = dyn_cast<BinaryOperator>(S);
              Set && Set->getOpcode() == BO_Assign && assigned(S).first == V)
            From = Set->getRHS();
          return true;
        });
      const Expr *Size = Down ? From : Other;
      if (!Size || Size->isTypeDependent() || H.SecondSize || (H.Counter && H.Counter != V))
        return {};
      (H.Size ? H.SecondSize : H.Size) = Size;
      H.Counter = V;
      H.From = From;
      H.Kind = kindOf(Size);
      // A second bound, as in `i < n && i < 16`, is the smaller one where it is known.
      if (H.Kind == Head::Small)
        return H;
    }
  }
  return H;
}

const BusyLoops::Head &BusyLoops::headOf(const Stmt *Loop) {
  auto [It, New] = Heads.try_emplace(Loop);
  if (New) {
    LoopParts P = *partsOfLoop(Loop);
    Head H = P.Range ? rangeHead(P.Range) : countedHead(P);
    Heads[Loop] = H;
    return Heads[Loop];
  }
  return It->second;
}

const llvm::SmallPtrSet<const ValueDecl *, 8> &BusyLoops::replacedIn(const Stmt *Outer) {
  auto [It, New] = Replaced.try_emplace(Outer);
  if (!New)
    return It->second;
  llvm::SmallPtrSet<const ValueDecl *, 8> Found;
  auto Add = [&](const Expr *E) {
    E = E ? spelled(E) : nullptr;
    if (const auto *Not = dyn_cast_or_null<UnaryOperator>(E); Not && Not->getOpcode() == UO_AddrOf)
      E = spelled(Not->getSubExpr());
    if (const auto *M = dyn_cast_or_null<MemberExpr>(E))
      Found.insert(M->getMemberDecl());
    else if (const VarDecl *V = variableIn(E))
      Found.insert(V);
  };
  walk(partsOfLoop(Outer)->Body, [&](const Stmt *S) {
    if (const ValueDecl *D = assigned(S).first)
      Found.insert(D);
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (!Call)
      return true;
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(Call);
        M && F && llvm::is_contained(ReplaceNames, identifierOf(F)))
      Add(M->getImplicitObjectArgument());
    // What a function is given to write to, it may write anew.
    bool Operator = isa<CXXOperatorCallExpr>(Call);
    for (unsigned I = 0; F && I < Call->getNumArgs(); ++I) {
      if (Operator && (I == 0 || cast<CXXOperatorCallExpr>(Call)->isComparisonOp()))
        continue;
      if (I >= F->getNumParams())
        break;
      QualType T = F->getParamDecl(I)->getType();
      if (T->isRValueReferenceType() || ((T->isLValueReferenceType() || T->isPointerType()) &&
                                         !T->getPointeeType().isConstQualified()))
        Add(Call->getArg(I));
    }
    return true;
  });
  return Replaced[Outer] = std::move(Found);
}

bool BusyLoops::isSameIn(const Expr *E, const Stmt *Outer, unsigned Steps) {
  if (!E || Steps > MaxSteps)
    return false;
  const auto &Changed = replacedIn(Outer);
  const VarDecl *Counter = headOf(Outer).Counter;
  bool Same = true;
  walk(E, [&](const Stmt *S) {
    if (const auto *M = dyn_cast<MemberExpr>(S))
      Same &= !Changed.contains(M->getMemberDecl());
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    const auto *Binding = Ref ? dyn_cast<BindingDecl>(Ref->getDecl()) : nullptr;
    const VarDecl *V = Ref ? variableIn(Ref) : nullptr;
    if (Binding && !V)
      Same = false;
    if (!V)
      return Same;
    if (V == Counter) {
      // A triangle: on average half of the outer loop's count.
      Same &= Steps == 0 && V->getType()->isIntegerType() && isArithmetic(Ref, E, Up);
      return Same;
    }
    if (Changed.contains(V)) {
      Same = false;
      return false;
    }
    bool Inside = false;
    if (V->hasLocalStorage() && !isa<ParmVarDecl>(V)) {
      // Declared in an iteration: what counts is what it is made from.
      const Stmt *Declared = C.surroundings().variable(V).Declared;
      Inside = Declared && isWithin(Declared, Outer, Up);
      const auto *R = dyn_cast<CXXForRangeStmt>(Outer);
      Inside |= R && R->getLoopVariable() == V;
      if (R && R->getLoopVariable() == V)
        Same = false;
      else if (Inside)
        Same &= V->getInit() && !Binding && isSameIn(V->getInit(), Outer, Steps + 1);
    }
    return Same;
  });
  return Same;
}

/// Whether each iteration of the loop makes a thread: of those there are few.
static bool makesThreads(const Stmt *Loop) {
  bool Found = false;
  auto IsThread = [](QualType T) {
    const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
    return R && R->isInStdNamespace() &&
           (identifierOf(R) == "thread" || identifierOf(R) == "jthread");
  };
  walk(partsOfLoop(Loop)->Body, [&](const Stmt *S) {
    if (const auto *K = dyn_cast<CXXConstructExpr>(S)) {
      Found |= IsThread(K->getType());
    } else if (const auto *M = dyn_cast<CXXMemberCallExpr>(S)) {
      // `threads.emplace_back(work)`
      const auto *List =
          dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(M->getObjectType()));
      Found |= List && List->getTemplateArgs().size() &&
               List->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
               IsThread(List->getTemplateArgs()[0].getAsType());
    }
    return !Found;
  });
  return Found;
}

bool BusyLoops::comesAgain(const Stmt *Inner, const Stmt *Outer) {
  auto Suspends = [&](const Stmt *S) { return Awaits.contains(S); };
  for (const Stmt *From : placesOf(Inner))
    for (const Stmt *To : placesOf(Outer))
      if (!C.flow().reaches(From, To, Suspends))
        return false;
  return true;
}

std::optional<NestedRun> BusyLoops::nested(const Stmt *Loop) {
  std::optional<NestedRun> Found;
  walk(Loop, [&](const Stmt *S) {
    if (Found || !partsOfLoop(S) || S == Loop)
      return !Found;
    const Head Inner = headOf(S);
    if (Inner.Kind != Head::Long || makesThreads(S))
      return true;
    for (const Stmt *Outer : Up.of(S)) {
      if (!partsOfLoop(Outer) || Found)
        continue;
      const Head Around = headOf(Outer);
      if (Around.Kind == Head::Long && isWithin(S, partsOfLoop(Outer)->Body, Up) &&
          isSameIn(Inner.Size, Outer, 0) &&
          (!Inner.SecondSize || isSameIn(Inner.SecondSize, Outer, 0)) && comesAgain(S, Outer)) {
        // Both ends of a window move with the outer counter: it is as long as one step.
        bool Window = Inner.From && Around.Counter && Inner.Counter &&
                      mentions(Inner.From, {Around.Counter}) &&
                      (mentions(Inner.Size, {Around.Counter}) ||
                       (Inner.SecondSize && mentions(Inner.SecondSize, {Around.Counter})));
        // The counter starts anew in each iteration.
        bool Starts = !Inner.Counter || [&] {
          const auto *For = dyn_cast<ForStmt>(S);
          bool Set = false;
          auto Sets = [&](const Stmt *Part) {
            const auto *D = dyn_cast<DeclStmt>(Part);
            Set |= (D && llvm::is_contained(D->decls(), Inner.Counter)) ||
                   (For && assigned(Part).first == Inner.Counter);
            return !Set;
          };
          if (For && For->getInit())
            walk(For->getInit(), Sets);
          else if (!For)
            walk(partsOfLoop(Outer)->Body, Sets);
          return Set;
        }();
        if (!Window && Starts)
          Found = NestedRun{Outer, S, Around.Size, Inner.Size};
      }
      if (Outer == Loop)
        break;
    }
    return !Found;
  });
  return Found;
}

std::optional<SelfCall> BusyLoops::selfCall(const Stmt *Loop, Recursions &All) {
  if (headOf(Loop).Kind == Head::Small)
    return std::nullopt;
  LoopParts P = *partsOfLoop(Loop);
  std::optional<SelfCall> Found;
  for (const Stmt *Part :
       {P.Body, static_cast<const Stmt *>(P.Cond), static_cast<const Stmt *>(P.Inc)})
    if (Part)
      walk(Part, [&](const Stmt *S) {
        const auto *X = dyn_cast<CallExpr>(S);
        if (!X || Found)
          return !Found;
        Call At = describe(X);
        const FunctionDecl *F =
            At.Callee && !At.Dispatched ? visibleDefinition(At.Callee) : nullptr;
        if (!F || coroutineBody(F) || F == C.function())
          return true;
        const model::Library *Of = U.models().libraryOf(qualifiedName(F));
        if (Of && Of != U.models().libraryOf(qualifiedName(C.function())))
          return true;
        if (std::optional<SourceLocation> Again = All.of(F))
          Found = SelfCall{X, F, *Again};
        return !Found;
      });
  return Found;
}

} // namespace cotidy
