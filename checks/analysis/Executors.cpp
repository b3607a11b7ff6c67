// SPDX-License-Identifier: Apache-2.0
// Follows each executor that a coroutine makes to the calls that it works for.
#include "Executors.h"
#include "Names.h"
#include "Steps.h"
#include "Use.h"
#include "Words.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// Members that ask for work, by a word of their name.
constexpr llvm::StringLiteral WorkWords[] = {
    "post",    "dispatch", "defer",  "submit", "execute", "enqueue", "schedule", "spawn", "invoke",
    "offload", "parallel", "launch", "push",   "async",   "run",     "add",      "start", "queue"};
/// Functions that hand work to an executor that they are given.
constexpr llvm::StringLiteral HandWords[] = {"post",    "dispatch", "defer",    "submit", "execute",
                                             "enqueue", "spawn",    "schedule", "invoke", "offload",
                                             "launch",  "executor", "via",      "on"};
/// The same, where a callable comes along: `run(pool)` alone may be a whole program.
constexpr llvm::StringLiteral CallWords[] = {"run", "async", "add", "start"};
/// Members that end an executor, wait for it or ask about it.
constexpr llvm::StringLiteral KeepWords[] = {"join",     "stop",  "stopped", "wait",
                                             "shutdown", "size",  "close",   "threads",
                                             "count",    "drain", "clear"};

/// Whether the object of the class keeps threads: nobody has to know its name to tell what it is.
bool keepsThreads(const CXXRecordDecl *R) {
  R = R->getDefinition();
  if (!R || inSystemHeader(R))
    return false;
  return llvm::any_of(R->fields(), [](const FieldDecl *F) {
    const auto *List =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(F->getType()->getAsCXXRecordDecl());
    if (!List || !List->isInStdNamespace() || List->getTemplateArgs().size() == 0 ||
        List->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
      return false;
    const CXXRecordDecl *Of =
        List->getTemplateArgs()[0].getAsType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    return Of && Of->isInStdNamespace() && (nameOf(Of) == "thread" || nameOf(Of) == "jthread");
  });
}

class ExecutorFinder {
public:
  ExecutorFinder(Coroutine &C, Unit &U) : C(C), U(U), Up(C.surroundings().parents()) {}

  std::vector<ExecutorUse> run() {
    std::vector<ExecutorUse> Result;
    walk(C.body(), [&](const Stmt *S) {
      if (const auto *D = dyn_cast<DeclStmt>(S)) {
        for (const Decl *Each : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(Each))
            if (auto Found = ofLocal(V))
              Result.push_back(*Found);
      } else if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(S)) {
        if (auto Found = ofTemporary(T))
          Result.push_back(*Found);
      }
      return true;
    });
    return Result;
  }

private:
  /// What becomes of an executor where it is named.
  struct Fate {
    enum KindT { Unknown, Nothing, Alias, Work, Run, Fill } Kind = Unknown;
    const Expr *Site = nullptr;
    const VarDecl *To = nullptr; ///< Alias: the variable.
  };

  /// Fills in what the class is, if objects of it are executors.
  bool classify(const CXXRecordDecl *R, ExecutorUse &Into) {
    if (!R)
      return false;
    auto [It, New] = Classes.try_emplace(R);
    if (New) {
      auto Rows = U.models().Executors.find(qualifiedName(R));
      It->second.Is = !Rows.empty() || keepsThreads(R);
      if (!Rows.empty())
        It->second.Row = Rows.front();
    }
    Into.Type = R;
    Into.Row = It->second.Row.Row;
    Into.From = It->second.Row.From;
    return It->second.Is;
  }

  /// The class of an executor that the value of \p E is, or leads to by owning it; if the
  /// expression makes it.
  const CXXRecordDecl *madeBy(const Expr *E) {
    E = E ? E->IgnoreImplicit() : nullptr;
    const CXXRecordDecl *R = E ? E->getType()->getAsCXXRecordDecl() : nullptr;
    if (!R)
      return nullptr;
    if (const auto *List = dyn_cast<InitListExpr>(E); List && List->getNumInits() == 0)
      return R;
    if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
      return madeBy(Cast->getSubExpr());
    if (const auto *K = dyn_cast<CXXConstructExpr>(E)) {
      if (!isSmartPointer(R))
        return K->getConstructor()->isCopyOrMoveConstructor() ? nullptr : R;
      // `unique_ptr<pool>(new pool)`
      const Expr *Arg = K->getNumArgs() ? K->getArg(0)->IgnoreImplicit() : nullptr;
      return isa_and_nonnull<CXXNewExpr>(Arg) ? pointee(E->getType()) : madeBy(Arg);
    }
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (!F || !Call->isPRValue())
      return nullptr;
    static constexpr llvm::StringLiteral Makes[] = {"make", "create", "new"};
    if (!isSmartPointer(R) || !hasWord(nameOf(F), Makes))
      return nullptr;
    return pointee(E->getType());
  }

  std::optional<ExecutorUse> ofLocal(const VarDecl *V) {
    if (!V->isLocalVarDecl() || !V->hasLocalStorage() || V->getType()->isReferenceType() ||
        V->getType()->isDependentType() || V->isInvalidDecl())
      return std::nullopt;
    ExecutorUse Found;
    Found.Local = V;
    const CXXRecordDecl *R = V->getType()->getAsCXXRecordDecl();
    if (!R || !classify(isSmartPointer(R) ? pointee(V->getType()) : R, Found) ||
        !madeBy(V->getInit()))
      return std::nullopt;
    std::optional<Fate> Only = only(V, Found);
    if (!Only)
      return std::nullopt;
    Found.Use = Only->Site;
    Found.Runs = Only->Kind == Fate::Run;
    return Found;
  }

  std::optional<ExecutorUse> ofTemporary(const MaterializeTemporaryExpr *T) {
    if (T->getStorageDuration() != SD_FullExpression || T->getType()->isDependentType())
      return std::nullopt;
    const CXXRecordDecl *R = madeBy(T->getSubExpr());
    ExecutorUse Found;
    Found.Made = T;
    if (!R || !classify(R, Found))
      return std::nullopt;
    Fate To = fateOf(T, Found);
    if (To.Kind != Fate::Work && To.Kind != Fate::Run)
      return std::nullopt;
    Found.Use = To.Site;
    Found.Runs = To.Kind == Fate::Run;
    return Found;
  }

  /// The one work that the local does, or nothing.
  std::optional<Fate> only(const VarDecl *V, const ExecutorUse &Of) {
    const bool IsLoop = Of.Row && !Of.Row->Run.empty();
    llvm::SmallPtrSet<const ValueDecl *, 4> Names{V};
    std::optional<Fate> Work, Run;
    bool Unclear = false, Captured = false;
    walk(C.body(), [&](const Stmt *S) {
      if (const auto *L = dyn_cast<LambdaExpr>(S))
        for (const LambdaCapture &Each : L->captures())
          Captured |= Each.capturesVariable() && Names.contains(Each.getCapturedVar());
      const auto *R = dyn_cast<DeclRefExpr>(S);
      if (!R || !Names.contains(R->getDecl()))
        return true;
      Fate To = fateOf(R, Of);
      switch (To.Kind) {
      case Fate::Alias:
        Names.insert(To.To);
        break;
      case Fate::Work:
        Unclear |= Work && !IsLoop;
        Work = To;
        break;
      case Fate::Run:
        Unclear |= Run.has_value();
        Run = To;
        break;
      case Fate::Fill:
        Unclear |= !IsLoop;
        break;
      case Fate::Unknown:
        Unclear = true;
        break;
      case Fate::Nothing:
        break;
      }
      return true;
    });
    // What the lambdas do that an event loop runs, it does in its one run.
    if (Unclear || (Captured && !IsLoop))
      return std::nullopt;
    std::optional<Fate> Only = IsLoop ? Run : Work;
    if (!Only || (!IsLoop && isRepeated(Only->Site, V)))
      return std::nullopt;
    return Only;
  }

  /// Whether the use stands in a loop that the declaration is outside of.
  bool isRepeated(const Stmt *Use, const VarDecl *V) {
    for (const Stmt *P : Up.of(Use)) {
      bool Declares = false;
      if (const auto *Block = dyn_cast<CompoundStmt>(P))
        for (const Stmt *Each : Block->body())
          if (const auto *D = dyn_cast<DeclStmt>(Each))
            Declares |= llvm::is_contained(D->decls(), V);
      if (Declares)
        return false;
      if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(P))
        return true;
    }
    return false;
  }

  bool isWork(const Call &At, llvm::ArrayRef<llvm::StringLiteral> Words) {
    return !rowsFor(U.models().Spawns, At).empty() || !rowsFor(U.models().Offloads, At).empty() ||
           !rowsFor(U.models().Hops, At).empty() || hasWord(nameOf(At.Callee), Words);
  }

  Fate fateOf(const Expr *Named, const ExecutorUse &Of) {
    const Stmt *Child = Named;
    for (const Stmt *P = Up.above(Named); P; Child = P, P = Up.above(P)) {
      if (isa<CastExpr, ParenExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, FullExpr>(P))
        continue;
      if (const auto *A = dyn_cast<UnaryOperator>(P);
          A && (A->getOpcode() == UO_AddrOf || A->getOpcode() == UO_Deref))
        continue;
      if (const auto *M = dyn_cast<MemberExpr>(P)) {
        if (isa<FieldDecl>(M->getMemberDecl()))
          return {};
        continue; // Its call is next.
      }
      if (const auto *K = dyn_cast<CXXConstructExpr>(P)) {
        // A handle of it, such as an `any_io_executor`.
        if (K->getNumArgs() == 1 && saysWhereToRun(K->getType()) &&
            K->getType()->getAsCXXRecordDecl() != Of.Type)
          continue;
        if (isSmartPointer(K->getType()->getAsCXXRecordDecl()) &&
            nameOf(K->getType()->getAsCXXRecordDecl()) == "shared_ptr" && K->getNumArgs() == 1 &&
            K->getConstructor()->isCopyConstructor())
          continue;
        return {Fate::Fill, K, nullptr};
      }
      if (const auto *D = dyn_cast<DeclStmt>(P)) {
        for (const Decl *Each : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit() && contains(V, Named))
            return V->isLocalVarDecl() && V->hasLocalStorage() &&
                           (saysWhereToRun(V->getType()) || pointee(V->getType()) == Of.Type)
                       ? Fate{Fate::Alias, nullptr, V}
                       : Fate{Fate::Fill, nullptr, V};
        return {};
      }
      const auto *X = dyn_cast<CallExpr>(P);
      if (!X)
        return {};
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(X);
          O && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star))
        continue;
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(X); O && O->isAssignmentOp())
        return {};
      if (X->isCallToStdMove())
        return {};
      Call At = describe(X);
      llvm::StringRef Name = nameOf(At.Callee);
      if (X->getCallee() == Child) {
        if (Of.Row && llvm::is_contained(Of.Row->Run, Name))
          return {Fate::Run, X, nullptr};
        if (X->getType()->isPointerType() || X->getType()->isReferenceType() || X->isLValue() ||
            saysWhereToRun(X->getType()))
          continue; // `get_executor()`, `get()`, `scheduler()`
        if (isWork(At, WorkWords))
          return {Fate::Work, X, nullptr};
        return {hasWord(Name, KeepWords) ? Fate::Nothing : Fate::Unknown, X, nullptr};
      }
      bool WithCallable = llvm::any_of(At.Args, [](const Expr *Arg) {
        const CXXRecordDecl *R = recordOf(Arg->getType());
        return (R && R->isLambda()) || Arg->IgnoreParenImpCasts()->getType()->isFunctionType();
      });
      if (isWork(At, HandWords) || (WithCallable && hasWord(Name, CallWords)))
        return {Fate::Work, X, nullptr};
      return {Fate::Fill, X, nullptr};
    }
    return {};
  }

  static bool contains(const VarDecl *V, const Expr *Part) {
    bool Found = false;
    walk(V->getInit(), [&](const Stmt *S) {
      Found |= S == Part;
      return !Found;
    });
    return Found;
  }

  struct Class {
    bool Is = false;
    model::Found<model::Executor> Row;
  };
  Coroutine &C;
  Unit &U;
  const Parents &Up;
  llvm::DenseMap<const CXXRecordDecl *, Class> Classes;
};

} // namespace

std::vector<ExecutorUse> executorsForOneUse(Coroutine &C, Unit &U) {
  return ExecutorFinder(C, U).run();
}

} // namespace cotidy
