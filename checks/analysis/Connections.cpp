// SPDX-License-Identifier: Apache-2.0
// Finds what opens connections, how long they live, and whether they lead to the same place.
#include "Connections.h"
#include "LoopCalls.h"
#include "LoopControl.h"
#include "LoopFacts.h"
#include "Names.h"
#include "Steps.h"
#include "Use.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cotidy {
namespace {

/// Awaits of these bring the next piece of work.
constexpr llvm::StringLiteral RequestWords[] = {"read", "recv", "receive", "accept",
                                                "next", "pop",  "dequeue"};

bool isSmart(QualType T) { return isSmartPointer(T->getAsCXXRecordDecl()); }

/// Whether the variable's object is made with it, and not got from somewhere.
bool isMadeHere(const VarDecl *V) {
  const Expr *Init = V->getInit() ? spelled(V->getInit()) : nullptr;
  const auto *X = dyn_cast_or_null<CallExpr>(Init);
  const FunctionDecl *F = X ? X->getDirectCallee() : nullptr;
  if (isSmart(V->getType()))
    return F && F->isInStdNamespace() && (nameOf(F) == "make_unique" || nameOf(F) == "make_shared");
  return V->getType()->isRecordType() &&
         (!Init ||
          isa<CXXConstructExpr, CXXTemporaryObjectExpr, InitListExpr, ParenListExpr>(Init));
}

/// What is around a value on its way into a variable.
bool isTransparent(const Stmt *S) {
  if (const auto *L = dyn_cast<InitListExpr>(S))
    return L->getNumInits() == 1;
  return isa<CastExpr, ParenExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, FullExpr,
             CoroutineSuspendExpr, DependentCoawaitExpr>(S);
}

class ConnectionFinder {
public:
  ConnectionFinder(Coroutine &C, Unit &U, Effects &What)
      : C(C), U(U), What(What), Up(C.surroundings().parents()) {}

  std::vector<UnpooledConnection> run() {
    std::vector<UnpooledConnection> Result;
    walk(C.body(), [&](const Stmt *S) {
      Call At;
      if (const auto *X = dyn_cast<CallExpr>(S)) {
        At = describe(X);
        asMade(X, At);
      } else if (const auto *K = dyn_cast<CXXConstructExpr>(S)) {
        if (K->getConstructor()->isCopyOrMoveConstructor())
          return true;
        At.Kind = Call::Constructor;
        At.Callee = K->getConstructor();
        At.Class = K->getConstructor()->getParent();
        At.Site = K;
        At.Args = llvm::ArrayRef(K->getArgs(), K->getNumArgs());
      }
      if (!At.Callee)
        return true;
      for (const auto &Found : rowsFor(U.models().Connections, At))
        if (applies(Found.Row->When, {}, At, C.surroundings())) {
          if (auto Opened = look(At, cast<Expr>(S), *Found.Row)) {
            Opened->From = Found.From;
            Result.push_back(*Opened);
          }
          break;
        }
      return true;
    });
    return Result;
  }

private:
  /// How the value of a variable differs from one time to the next.
  enum class Change {
    Never,
    Made, ///< It is made anew, perhaps of the same.
    Always
  };
  using Changing = llvm::function_ref<Change(const VarDecl *)>;
  static auto changesIn(const LoopFacts &Facts) {
    return [&Facts](const VarDecl *V) {
      if (Facts.isIndex(V) || V == Facts.element())
        return Change::Always;
      return Facts.isInside(V) ? Change::Made : Change::Never;
    };
  }

  /// `make_shared<client>(host)` stands for the constructor.
  void asMade(const CallExpr *X, Call &At) {
    if (!At.Callee || !At.Callee->isInStdNamespace() || !isSmart(X->getType()) ||
        (nameOf(At.Callee) != "make_shared" && nameOf(At.Callee) != "make_unique"))
      return;
    const CXXRecordDecl *Class = pointee(X->getType());
    for (const CXXConstructorDecl *K : Class->ctors()) {
      At.Kind = Call::Constructor;
      At.Callee = K;
      At.Class = Class;
      return;
    }
  }

  std::optional<UnpooledConnection> look(const Call &At, const Expr *Open,
                                         const model::Connection &Row) {
    UnpooledConnection Found;
    Found.Row = &Row;
    Found.Open = Open;
    Holder = holderOf(At, Open, Row);
    if (!Holder.Known)
      return std::nullopt;
    Found.Local = Holder.Local;
    if (Holder.Local && !staysHere(Holder.Local, Open, Row))
      return std::nullopt;
    // What makes an error to be reached only once is not a matter of pools.
    const Stmt *Place = Holder.Local ? C.surroundings().variable(Holder.Local).Declared : Open;
    if (!Place)
      return std::nullopt;
    if (const Stmt *Loop = loopAround(Open)) {
      // Declared before the loop, it is connected again.
      if (loopAround(Place) != Loop || !isWorkLoop(C, Loop, Open, /*OnlyCounted=*/Row.Plain))
        return std::nullopt;
      auto Parts = partsOfLoop(Loop);
      Awaits In = awaitsIn(C, Loop);
      LoopFacts Facts(C, U, What, *Parts, In);
      About = {Loop, &Up, Open};
      if (!leadsToSame(At, Row, changesIn(Facts)))
        return std::nullopt;
      Found.Why = UnpooledConnection::Iteration;
      Found.Evidence = Loop;
      return Found;
    }
    if (isMainLike(C.function()))
      return std::nullopt;
    return ofRun(At, Row, Found);
  }

  /// Where the coroutine itself runs often.
  std::optional<UnpooledConnection> ofRun(const Call &At, const model::Connection &Row,
                                          UnpooledConnection Found) {
    bool Given = false;
    llvm::SmallVector<const ParmVarDecl *, 2> Through;
    About = {C.body(), &Up, Found.Open};
    if (!leadsToSame(At, Row, [&](const VarDecl *V) {
          if (const auto *P = dyn_cast<ParmVarDecl>(V)) {
            Given = true;
            Through.push_back(P);
          }
          return V->isLocalVarDecl() && V->hasLocalStorage() && V->getDeclContext() == C.function()
                     ? Change::Made
                     : Change::Never;
        }))
      return std::nullopt;
    const Frequency &How = U.runs().of(C.function());
    if (How.Kind == Frequency::Often && How.Function && coroutineBody(How.Function)) {
      Coroutine &Caller = U.coroutine(How.Function);
      if (!isWorkLoop(Caller, How.Loop, How.Site, /*OnlyCounted=*/Row.Plain))
        return std::nullopt;
      // To any peer many connections at once may be what is wanted: one after the other it is not.
      if (Row.Plain && !isAwaited(How.Site, Caller))
        return std::nullopt;
      if (Given && !sameEachTime(How, Through, Caller))
        return std::nullopt;
      Found.Why = UnpooledConnection::Loop;
      Found.Evidence = How.Site;
      return Found;
    }
    if (Row.Plain || Given || How.Kind != Frequency::Unknown)
      return std::nullopt;
    for (const ParmVarDecl *P : C.function()->parameters())
      if (const CXXRecordDecl *R = pointee(P->getType());
          R && hasWord(nameOf(R), {"request", "req"})) {
        Found.Why = UnpooledConnection::Request;
        Found.TheRequest = P;
        return Found;
      }
    return std::nullopt;
  }

  /// Whether what the call at \p Site returns is awaited there and then.
  static bool isAwaited(const Expr *Site, Coroutine &In) {
    bool Called = false;
    for (const Stmt *P : In.surroundings().parents().of(Site)) {
      if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(P))
        return Called;
      if (isa<CallExpr>(P) && std::exchange(Called, true))
        return false;
      if (!isa<Expr>(P))
        return false;
    }
    return false;
  }

  /// Whether the call in the loop gives the same to the parameters \p Through each time.
  bool sameEachTime(const Frequency &How, llvm::ArrayRef<const ParmVarDecl *> Through,
                    Coroutine &Caller) {
    if (How.Path.size() != 1)
      return false;
    const CallExpr *X = nullptr;
    const Parents &Around = Caller.surroundings().parents();
    for (const Stmt *P = Around.above(How.Site); P && !X; P = Around.above(P))
      X = dyn_cast<CallExpr>(P);
    auto Parts = partsOfLoop(How.Loop);
    if (!X || !Parts || X->getDirectCallee() == nullptr ||
        keyOf(X->getDirectCallee()) != keyOf(C.function()))
      return false;
    Call At = describe(X);
    Awaits In = awaitsIn(Caller, How.Loop);
    LoopFacts Facts(Caller, U, What, *Parts, In);
    About = {How.Loop, &Around, X};
    return llvm::all_of(Through, [&](const ParmVarDecl *P) {
      unsigned I = P->getFunctionScopeIndex();
      return I < At.Args.size() && isSame(At.Args[I], changesIn(Facts));
    });
  }

  struct HolderT {
    bool Known = false;
    const VarDecl *Local = nullptr;
  };
  HolderT holderOf(const Call &At, const Expr *Open, const model::Connection &Row) {
    // A local, or a member of one.
    auto LocalIn = [&](const Expr *E) -> HolderT {
      Object Path = E ? objectOf(stripToObject(E)) : Object();
      const auto *V = Path.empty() ? nullptr : dyn_cast_or_null<VarDecl>(Path[0]);
      if (!isOwnLocal(V) || (Path.size() > 1 && !isMadeHere(V)))
        return {};
      bool Owns = llvm::all_of(llvm::drop_begin(Path), [](const ValueDecl *Part) {
        return isa<FieldDecl>(Part) && Part->getType()->isRecordType() && !isSmart(Part->getType());
      });
      return Owns ? HolderT{true, V} : HolderT{};
    };
    if (At.Kind != Call::Constructor && Row.Handle == model::HandleAt::Object)
      return LocalIn(At.ObjectExpr);
    if (Row.Handle == model::HandleAt::Argument)
      return Row.Arg < At.Args.size() ? LocalIn(At.Args[Row.Arg]) : HolderT{};
    const Stmt *Child = Open;
    for (const Stmt *P = Up.above(Open); P; Child = P, P = Up.above(P)) {
      if (isTransparent(P))
        continue;
      if (const auto *K = dyn_cast<CXXConstructExpr>(P);
          K && (K->getConstructor()->isCopyOrMoveConstructor() || isSmart(K->getType())))
        continue;
      if (const auto *D = dyn_cast<DeclStmt>(P)) {
        for (const Decl *Each : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit() == Child)
            return isOwnLocal(V) ? HolderT{true, V} : HolderT{};
        return {};
      }
      // The object of a call, and gone after it.
      if (isa<MemberExpr>(P))
        return {Row.Close.empty(), nullptr};
      const auto *O = dyn_cast<CXXOperatorCallExpr>(P);
      if (O && O->getOperator() == OO_Arrow)
        continue;
      if (O && O->getOperator() == OO_Star)
        return {Row.Close.empty(), nullptr};
      return {};
    }
    return {};
  }

  bool isOwnLocal(const VarDecl *V) const {
    return V && V->isLocalVarDecl() && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
           V->getDeclContext() == C.function();
  }

  /// Whether the variable alone has the connection, and ends it.
  bool staysHere(const VarDecl *V, const Expr *Open, const model::Connection &Row) {
    const bool Owns = !V->getType()->isPointerType();
    bool Closed = Owns, Here = true;
    for (const Stmt *Mention : C.surroundings().variable(V).Mentions) {
      if (!Here || isa<LambdaExpr>(Mention))
        return false;
      const auto *R = cast<DeclRefExpr>(Mention);
      const Stmt *Child = R;
      for (const Stmt *P = Up.above(R); P; Child = P, P = Up.above(P)) {
        if (isa<ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, CastExpr>(P))
          continue;
        if (const auto *A = dyn_cast<UnaryOperator>(P)) {
          if (A->getOpcode() == UO_AddrOf || A->getOpcode() == UO_Deref)
            continue;
          break;
        }
        if (isa<ReturnStmt, CoreturnStmt, CoyieldExpr, InitListExpr, CXXNewExpr>(P))
          Here = false;
        if (const auto *B = dyn_cast<BinaryOperator>(P))
          Here &= !(B->isAssignmentOp() && B->getRHS() == Child);
        if (const auto *K = dyn_cast<CXXConstructExpr>(P))
          Here &= Owns && !K->getConstructor()->isCopyOrMoveConstructor() && !isSmart(K->getType());
        if (const auto *X = dyn_cast<CallExpr>(P)) {
          Call At = describe(X);
          if (X->isCallToStdMove() || !rowsFor(U.models().Takes, At).empty() ||
              !rowsFor(U.models().Spawns, At).empty())
            Here = false;
          if (const auto *O = dyn_cast<CXXOperatorCallExpr>(X); O && O->isAssignmentOp())
            Here &= O->getArg(0) == Child;
          Closed |=
              llvm::is_contained(Row.Close, qualifiedName(At.Callee ? At.Callee : C.function()));
        }
        break;
      }
    }
    return Here && Closed;
  }

  const Stmt *loopAround(const Stmt *S) {
    for (const Stmt *P : Up.of(S))
      if (partsOfLoop(P))
        return P;
    return nullptr;
  }

  using Awaits = llvm::SmallVector<const Suspension *, 4>;
  Awaits awaitsIn(Coroutine &Of, const Stmt *Loop) {
    auto [It, New] = AwaitsOf.try_emplace(&Of);
    if (New)
      for (const Suspension &S : Of.suspensions())
        for (const Stmt *P : Of.surroundings().parents().of(S.Await))
          if (partsOfLoop(P))
            It->second[P].push_back(&S);
    return It->second.lookup(Loop);
  }

  /// Whether the loop does one piece of work after the other, and not the same until it succeeds.
  bool isWorkLoop(Coroutine &Of, const Stmt *Loop, const Stmt *At, bool OnlyCounted) {
    auto Parts = partsOfLoop(Loop);
    if (!Parts || pauseIn(Loop))
      return false;
    Awaits In = awaitsIn(Of, Loop);
    LoopFacts Facts(Of, U, What, *Parts, In);
    std::optional<Doubt> Head = doubtHead(Facts, U);
    if (!Head)
      return !doubtExits(Facts);
    if (OnlyCounted)
      return false;
    // One request after the other: it is there before the connection is opened.
    for (const Suspension *S : In) {
      bool Brings = false;
      walk(S->Operand, [&](const Stmt *Part) {
        const auto *X = dyn_cast<CallExpr>(Part);
        Brings |= X && X->getDirectCallee() && hasWord(nameOf(X->getDirectCallee()), RequestWords);
        return !Brings;
      });
      if (Brings && Of.flow().valid() && Of.flow().dominates(S->Await, At))
        return true;
    }
    return false;
  }

  bool leadsToSame(const Call &At, const model::Connection &Row, Changing Changes) {
    // Who connects by a member of something else asks that one where to.
    if (At.ObjectExpr && Row.Handle == model::HandleAt::Result && !isSame(At.ObjectExpr, Changes))
      return false;
    for (unsigned I = 0; I < At.Args.size(); ++I)
      if ((Row.Endpoint.empty() ? Row.Handle != model::HandleAt::Argument || I != Row.Arg
                                : llvm::is_contained(Row.Endpoint, I)) &&
          !isSame(At.Args[I], Changes))
        return false;
    return true;
  }

  /// Whether the expression has the same value each time, as far as one can tell. A variable that
  /// changes may still be made of what does not.
  bool isSame(const Expr *E, Changing Changes, unsigned Depth = 0) {
    bool Same = true;
    walk(E, [&](const Stmt *S) {
      if (isa<LambdaExpr>(S))
        Same = false;
      if (const auto *X = dyn_cast<CallExpr>(S)) {
        static constexpr llvm::StringLiteral Pure[] = {
            "resolve",   "address", "string", "str",     "endpoint",
            "endpoints", "results", "move",   "forward", "move_if_noexcept"};
        // Who is asked for nothing in particular and returns a reference is a singleton.
        const FunctionDecl *F = X->getDirectCallee();
        const auto *M = dyn_cast_or_null<CXXMethodDecl>(F);
        Same &= F && ((M && M->isInstance() && M->isConst()) || isa<CXXOperatorCallExpr>(X) ||
                      F->isConstexpr() || hasWord(nameOf(F), Pure) ||
                      (X->getNumArgs() == 0 && (!M || M->isStatic()) &&
                       (X->isLValue() || X->getType()->isPointerType())));
      }
      if (const auto *O = dyn_cast<UnaryOperator>(S))
        Same &= !O->isIncrementDecrementOp();
      const auto *R = dyn_cast<Expr>(S);
      const VarDecl *V = Same && R ? variableIn(R) : nullptr;
      if (!V)
        return Same;
      Change How = Changes(V);
      if (How != Change::Never)
        Same = How == Change::Made && Depth < 4 && V->getInit() && V->isLocalVarDecl() &&
               !V->isCXXForRangeDecl() && isSame(V->getInit(), Changes, Depth + 1);
      Same = Same && !isChanged(V, Changes, Depth);
      return Same;
    });
    return Same;
  }

  /// Whether a variable, or a member of it, gets what is not the same each time, or may. What a
  /// handle leads to is not looked at: only where it is assigned to itself.
  bool isChanged(const VarDecl *V, Changing Changes, unsigned Depth) {
    if (V->getType().isConstQualified())
      return false;
    const bool Handle = isHandle(V->getType());
    auto NoIndex = [](const Expr *) { return false; };
    auto LeavesAlone = [](const CallExpr *) { return false; };
    auto OnlyReads = [&](const FunctionDecl *F, unsigned I) { return What.onlyReads(F, I); };
    UseFinder Uses(*About.Around, U.context(), NoIndex, LeavesAlone, OnlyReads);
    bool Changed = false;
    walk(About.Within, [&](const Stmt *S) {
      if (Changed || S == About.Open)
        return false;
      if (Handle) {
        Changed = assigned(S).first == V;
      } else if (const auto *R = dyn_cast<DeclRefExpr>(S); R && R->getDecl() == V) {
        Use How = Uses.of(R);
        Changed = How != Use::Read && How != Use::Element && !setsToSame(R, Changes, Depth);
      }
      return !Changed;
    });
    return Changed;
  }

  /// `params.host = host`, `params.set_host(host)`: whether what is given is the same each time.
  bool setsToSame(const DeclRefExpr *R, Changing Changes, unsigned Depth) {
    if (Depth >= 4)
      return false;
    auto Same = [&](const Expr *E) { return isSame(E, Changes, Depth + 1); };
    const Stmt *Child = R;
    for (const Stmt *P = About.Around->above(R); P; Child = P, P = About.Around->above(P)) {
      if (isa<ParenExpr, CastExpr, MemberExpr>(P))
        continue;
      if (const auto *B = dyn_cast<BinaryOperator>(P))
        return B->getOpcode() == BO_Assign && B->getLHS() == Child && Same(B->getRHS());
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(P))
        return O->getOperator() == OO_Equal && O->getArg(0) == Child && Same(O->getArg(1));
      // Without an argument it may well go on to the next.
      const auto *M = dyn_cast<CXXMemberCallExpr>(P);
      return M && M->getCallee() == Child && M->getNumArgs() && llvm::all_of(M->arguments(), Same);
    }
    return false;
  }

  /// Where a variable must not change, and the call that may use it freely.
  struct PlaceT {
    const Stmt *Within = nullptr;
    const Parents *Around = nullptr;
    const Expr *Open = nullptr;
  };

  Coroutine &C;
  Unit &U;
  Effects &What;
  const Parents &Up;
  HolderT Holder;
  PlaceT About;
  /// Suspensions by the loops around them.
  llvm::DenseMap<const Coroutine *, llvm::DenseMap<const Stmt *, Awaits>> AwaitsOf;
};

} // namespace

std::vector<UnpooledConnection> unpooledConnections(Coroutine &C, Unit &U, Effects &What) {
  return ConnectionFinder(C, U, What).run();
}

} // namespace cotidy
