// SPDX-License-Identifier: Apache-2.0
// Finds the token that a coroutine has, the parameters that would take it, and what speaks against.
#include "StopTokens.h"
#include "Body.h"
#include "Names.h"
#include "Tasks.h"
#include "Use.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

/// What has to be done after a stop, too: with the token it would be given up at once.
constexpr llvm::StringLiteral CleanupWords[] = {
    "close",   "shutdown", "disconnect", "stop",     "cancel",     "abort", "rollback",
    "release", "cleanup",  "dispose",    "finalize", "finish",     "drain", "flush",
    "unlock",  "teardown", "destroy",    "logout",   "unsubscribe"};
/// What keeps a stop away on purpose.
constexpr llvm::StringLiteral ShieldWords[] = {"shield",        "shielded", "uncancellable",
                                               "noncancelable", "masked",   "uninterruptible"};

/// The class of a token behind a value, reference or plain pointer; else null.
const CXXRecordDecl *tokenClass(QualType T, const model::Index &Models) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !R->getIdentifier() || !Models.StopTokens.mayHave(R->getName()))
    return nullptr;
  return Models.StopTokens.find(qualifiedName(R)).empty() ? nullptr : R->getCanonicalDecl();
}

/// Whether a default argument stands for "nobody will ask for a stop".
bool isNoToken(const Expr *Default) {
  Default = Default ? Default->IgnoreUnlessSpelledInSource() : nullptr;
  if (!Default)
    return false;
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(Default))
    Default = Cleanups->getSubExpr()->IgnoreUnlessSpelledInSource();
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Default))
    return Made->getNumArgs() == 0 || (Made->getNumArgs() == 1 && isNoToken(Made->getArg(0)));
  if (const auto *List = dyn_cast<InitListExpr>(Default))
    return List->getNumInits() == 0;
  return isa<CXXNullPtrLiteralExpr, CXXScalarValueInitExpr, GNUNullExpr>(Default);
}

class Finder {
public:
  Finder(Coroutine &C, Unit &U) : C(C), Models(U.models()) {}

  llvm::SmallVector<Unforwarded, 2> run() {
    llvm::SmallVector<Unforwarded, 2> Result;
    for (const Suspension &Point : C.suspensions()) {
      if (Point.IsYield || !Point.CanSuspend)
        continue;
      bool Shielded = false;
      walk(Point.Operand, [&](const Stmt *S) {
        if (isa<CoroutineSuspendExpr>(S))
          return false; // An await within: it has its own turn.
        if (const auto *Call = dyn_cast<CallExpr>(S)) {
          llvm::SmallString<32> Buffer;
          const FunctionDecl *F = Call->getDirectCallee();
          Shielded |= F && hasWord(lastName(F, Buffer), ShieldWords);
          if (!Shielded)
            if (std::optional<Unforwarded> Found = judge(Call, Point))
              Result.push_back(*Found);
        }
        return !Shielded;
      });
    }
    return Result;
  }

private:
  std::optional<Unforwarded> judge(const CallExpr *Call, const Suspension &Point) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (!F || isa<CXXOperatorCallExpr>(Call) || !F->getIdentifier() ||
        hasWord(F->getName(), CleanupWords))
      return std::nullopt;
    std::optional<Unforwarded> Found = byDefault(Call, F);
    if (!Found)
      Found = byOverload(Call, F);
    if (!Found)
      return std::nullopt;
    Found->Point = &Point;
    Found->Call = Call;
    Found->Token = theToken(Call, Found->Takes);
    if (!Found->Token || isActedOn(Found->Token, Point, Call))
      return std::nullopt;
    return Found;
  }

  /// A parameter whose default says "no token".
  std::optional<Unforwarded> byDefault(const CallExpr *Call, const FunctionDecl *F) {
    const unsigned Written = writtenArguments(Call);
    for (unsigned I = 0; I < Call->getNumArgs() && I < F->getNumParams(); ++I) {
      if (!tokenClass(F->getParamDecl(I)->getType(), Models))
        continue;
      const auto *Default = dyn_cast<CXXDefaultArgExpr>(Call->getArg(I));
      if (!Default || !isNoToken(Default->getExpr()))
        return std::nullopt;
      Unforwarded Found;
      Found.Takes = F->getParamDecl(I);
      Found.Taker = F;
      if (I == Written)
        Found.Position = I;
      return Found;
    }
    return std::nullopt;
  }

  /// The same function with one more parameter, for a token.
  std::optional<Unforwarded> byOverload(const CallExpr *Call, const FunctionDecl *F) {
    const unsigned Written = writtenArguments(Call);
    const FunctionDecl *Asked = F;
    if (const FunctionTemplateDecl *Primary = F->getPrimaryTemplate())
      Asked = Primary->getTemplatedDecl();
    for (const ParmVarDecl *P : Asked->parameters())
      if (tokenClass(P->getType(), Models))
        return std::nullopt;
    for (const NamedDecl *Each :
         F->getDeclContext()->getRedeclContext()->lookup(F->getDeclName())) {
      Each = Each->getUnderlyingDecl();
      const auto *Other = dyn_cast<FunctionDecl>(Each);
      if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Each))
        Other = Template->getTemplatedDecl();
      if (!Other || !sameButForOne(Asked, Other))
        continue;
      std::optional<unsigned> At = extraToken(Asked, Other, Written);
      if (!At)
        continue;
      Unforwarded Found;
      Found.Takes = Other->getParamDecl(*At);
      Found.Taker = Other;
      Found.IsOverload = true;
      if (sameResult(Asked, Other)) // Else the await's result may be another one.
        Found.Position = *At;
      return Found;
    }
    return std::nullopt;
  }

  /// Whether \p B is declared like \p A, its parameters aside.
  bool sameButForOne(const FunctionDecl *A, const FunctionDecl *B) const {
    if (B->getNumParams() != A->getNumParams() + 1 || B->isDeleted() || B->isVariadic() ||
        A->isVariadic() || B->getAccess() != A->getAccess() ||
        !A->getDescribedFunctionTemplate() != !B->getDescribedFunctionTemplate())
      return false;
    if (const auto *X = dyn_cast<CXXMethodDecl>(A)) {
      const auto *Y = dyn_cast<CXXMethodDecl>(B);
      if (!Y || X->isStatic() != Y->isStatic() || X->isConst() != Y->isConst() ||
          X->getRefQualifier() != Y->getRefQualifier())
        return false;
    }
    if (const FunctionTemplateDecl *T = A->getDescribedFunctionTemplate())
      if (T->getTemplateParameters()->size() !=
          B->getDescribedFunctionTemplate()->getTemplateParameters()->size())
        return false;
    return sameResult(A, B) || differByToken(A->getReturnType(), B->getReturnType());
  }

  static bool sameResult(const FunctionDecl *A, const FunctionDecl *B) {
    QualType R = A->getReturnType().getCanonicalType();
    return R == B->getReturnType().getCanonicalType() && !R->isUndeducedType();
  }

  /// Whether both results are awaited, and are two classes of their own: one for an operation that
  /// can be cancelled, one for the same operation that cannot.
  bool differByToken(QualType Plain, QualType Stoppable) const {
    const CXXRecordDecl *A = Plain->getAsCXXRecordDecl(), *B = Stoppable->getAsCXXRecordDecl();
    return A && B && !isa<ClassTemplateSpecializationDecl>(A) &&
           !isa<ClassTemplateSpecializationDecl>(B) && isTaskType(Plain, Models) &&
           isTaskType(Stoppable, Models);
  }

  /// Which parameter \p With has beyond those of \p Without, if it is a token and can be passed in
  /// a call of which \p Written arguments are spelled.
  std::optional<unsigned> extraToken(const FunctionDecl *Without, const FunctionDecl *With,
                                     unsigned Written) const {
    auto TypeOf = [](const FunctionDecl *F, unsigned I) {
      return F->getParamDecl(I)->getType().getCanonicalType().getUnqualifiedType();
    };
    for (unsigned At = 0; At < With->getNumParams() && At <= Written; ++At) {
      if (!tokenClass(With->getParamDecl(At)->getType(), Models))
        continue;
      bool Fits = true;
      for (unsigned I = 0; I < Without->getNumParams(); ++I) {
        unsigned J = I < At ? I : I + 1;
        Fits &= TypeOf(Without, I) == TypeOf(With, J) &&
                (I < Written || With->getParamDecl(J)->hasDefaultArg());
      }
      if (Fits)
        return At;
    }
    return std::nullopt;
  }

  /// The one object that the coroutine could pass for \p To at \p At; null if there is none, or
  /// another one: which of the two is meant, nobody can tell.
  const ValueDecl *theToken(const Stmt *At, const ParmVarDecl *To) {
    const CXXRecordDecl *Wanted = tokenClass(To->getType(), Models);
    llvm::SmallVector<const ValueDecl *, 2> Tokens;
    auto Consider = [&](const ValueDecl *D) {
      if (D->getIdentifier() && tokenClass(D->getType(), Models) == Wanted)
        Tokens.push_back(D);
    };
    for (const VarDecl *V : C.localsAlive(At))
      Consider(V);
    if (const auto *M = dyn_cast<CXXMethodDecl>(C.function())) {
      const CXXRecordDecl *Class = M->getParent();
      bool HasThis = M->isInstance();
      if (Class->isLambda()) {
        HasThis = false;
        for (const LambdaCapture &Captured : Class->captures()) {
          if (Captured.capturesVariable())
            Consider(Captured.getCapturedVar());
          HasThis |= Captured.capturesThis();
        }
        // The class whose `this` it has.
        const DeclContext *Around = Class->getDeclContext();
        while (
            HasThis && Around &&
            !(isa<CXXMethodDecl>(Around) && !cast<CXXMethodDecl>(Around)->getParent()->isLambda()))
          Around = Around->getParent();
        Class = HasThis && Around ? cast<CXXMethodDecl>(Around)->getParent() : nullptr;
      }
      if (HasThis && Class)
        for (const FieldDecl *F : Class->fields())
          Consider(F);
    }
    if (Tokens.size() != 1)
      return nullptr;
    QualType Mine = Tokens.front()->getType().getNonReferenceType(),
             Theirs = To->getType().getNonReferenceType();
    bool Constant = (Mine->isPointerType() ? Mine->getPointeeType() : Mine).isConstQualified();
    bool Changes = (To->getType()->isLValueReferenceType() && !Theirs.isConstQualified()) ||
                   (Theirs->isPointerType() && !Theirs->getPointeeType().isConstQualified());
    return Constant && Changes ? nullptr : Tokens.front();
  }

  static Object objectFor(const ValueDecl *Token) {
    if (isa<FieldDecl>(Token))
      return {nullptr, Token};
    return {Token};
  }

  /// Whether the coroutine uses its token in a way that may take the place of passing it here.
  bool isActedOn(const ValueDecl *Token, const Suspension &Point, const Stmt *Call) {
    const Object Mine = objectFor(Token);
    const Parents &Up = C.surroundings().parents();
    // The rest of the full expression, as in `with_stop(token, work())`.
    const Stmt *Full = Point.Await;
    for (const Stmt *P = Up.above(Full); P && isa<Expr>(P); P = Up.above(P))
      Full = P;
    if (mentions(Full, Mine))
      return true;
    // Something that lives here and was made from it, such as a callback.
    for (const VarDecl *V : C.localsAlive(Call))
      if (V->getInit() && V->getType()->getAsCXXRecordDecl() && !tokenClass(V->getType(), Models) &&
          !isTaskType(V->getType(), Models) && mentions(V->getInit(), Mine))
        return true;
    // A place that is reached when a stop was asked for.
    const Stmt *Child = Call;
    for (const Stmt *P : Up.of(Call)) {
      if (const auto *If = dyn_cast<IfStmt>(P); If && mentions(If->getCond(), Mine)) {
        bool Negated = isNegated(If->getCond());
        if (Child == If->getThen() ? !Negated : Negated)
          return true;
      }
      if (const auto *While = dyn_cast<WhileStmt>(P);
          While && mentions(While->getCond(), Mine) && !isNegated(While->getCond()))
        return true;
      Child = P;
    }
    auto [It, New] = Ways.try_emplace(Token);
    if (New)
      It->second = {firstTestEnd(Mine), isMoved(Mine)};
    // A loop that looks at the token has ended by then: it may have ended because of the token.
    const SourceManager &SM = C.surroundings().context().getSourceManager();
    return It->second.IsMoved ||
           (It->second.FirstTestEnd.isValid() &&
            SM.isBeforeInTranslationUnit(It->second.FirstTestEnd, Call->getBeginLoc()));
  }

  static bool isNegated(const Expr *Condition) {
    const auto *Not = dyn_cast<UnaryOperator>(Condition->IgnoreParenImpCasts());
    return Not && Not->getOpcode() == UO_LNot;
  }

  /// Where the first of the loops ends that look at the token in a condition, or nowhere.
  SourceLocation firstTestEnd(const Object &Token) {
    const SourceManager &SM = C.surroundings().context().getSourceManager();
    const Parents &Up = C.surroundings().parents();
    SourceLocation First;
    walk(C.body(), [&](const Stmt *Part) {
      const Expr *Condition = nullptr;
      if (const auto *If = dyn_cast<IfStmt>(Part))
        Condition = If->getCond();
      else if (const auto *While = dyn_cast<WhileStmt>(Part))
        Condition = While->getCond();
      else if (const auto *For = dyn_cast<ForStmt>(Part))
        Condition = For->getCond();
      else if (const auto *Do = dyn_cast<DoStmt>(Part))
        Condition = Do->getCond();
      if (!Condition || !mentions(Condition, Token))
        return true;
      // Of the loops around, the innermost ends first.
      const Stmt *Loop = Part;
      while (Loop && !isa<WhileStmt, ForStmt, DoStmt, CXXForRangeStmt>(Loop))
        Loop = Up.above(Loop);
      if (Loop && (First.isInvalid() || SM.isBeforeInTranslationUnit(Loop->getEndLoc(), First)))
        First = Loop->getEndLoc();
      return true;
    });
    return First;
  }

  bool isMoved(const Object &Token) {
    for (const CallExpr *Each : C.surroundings().callsOf("move"))
      if (Each->getNumArgs() == 1 && mentions(Each->getArg(0), Token))
        return true;
    return false;
  }

  /// What holds of a token wherever it could be passed.
  struct WaysOf {
    SourceLocation FirstTestEnd;
    bool IsMoved = false;
  };

  Coroutine &C;
  const model::Index &Models;
  llvm::DenseMap<const ValueDecl *, WaysOf> Ways;
};

} // namespace

llvm::SmallVector<Unforwarded, 2> findUnforwarded(Coroutine &C, Unit &U) {
  if (C.isDependent() || (C.library() && C.library()->CarriesStop))
    return {};
  return Finder(C, U).run();
}

} // namespace cotidy
