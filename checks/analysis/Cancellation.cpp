// SPDX-License-Identifier: Apache-2.0
// Finds the handlers and tests that drop a cancellation, by a walk over the paths behind them.
#include "Cancellation.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// A path that is longer than this many blocks is not followed to its end.
constexpr unsigned MaxBlocks = 1000;

/// Whether \p Name, in whatever case and style, speaks of one of \p Words.
bool speaksOf(llvm::StringRef Name, llvm::ArrayRef<llvm::StringLiteral> Words) {
  std::string Lower = Name.lower();
  return llvm::any_of(Words, [&](llvm::StringRef W) { return llvm::StringRef(Lower).contains(W); });
}

/// A function that only tells people about what it is given, and changes nothing.
bool isLogLike(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Whole[] = {
      "error",      "info",       "warn",        "critical",   "fatal",      "format", "vformat",
      "puts",       "fputs",      "write",       "message",    "what",       "c_str",  "str",
      "string",     "code",       "value",       "name",       "category",   "perror", "operator<<",
      "operator==", "operator!=", "operator<=>", "operator+",  "operator+=", "append", "get",
      "demangle",   "typeid",     "data",        "add_failure"};
  static constexpr llvm::StringLiteral Parts[] = {
      "log",       "print",        "trace",    "debug", "warning",
      "to_string", "exceptionstr", "tostring", "dump",  "diagnostic_information",
      "verbose"};
  return llvm::is_contained(Whole, Name.lower()) || speaksOf(Name, Parts);
}

/// A variable or function that says whether the work shall end, in either sense.
bool isStopLike(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Parts[] = {
      "stop",   "cancel",  "abort",   "shutdown", "shutting", "quit",     "exit",     "running",
      "closed", "closing", "is_open", "isopen",   "alive",    "terminat", "interrupt"};
  return speaksOf(Name, Parts);
}

/// An operation that ends something: whether it succeeds hardly ever matters to who calls it.
bool isCleanupLike(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Parts[] = {"close",   "shutdown", "disconnect",  "stop",
                                                  "cleanup", "rollback", "cancel",      "teardown",
                                                  "release", "logout",   "unsubscribe", "clean_up"};
  return speaksOf(Name, Parts);
}

llvm::StringRef nameOf(const NamedDecl *D) {
  return D && D->getIdentifier() ? D->getName() : llvm::StringRef();
}

const Expr *plain(const Expr *E) {
  const Expr *Before = nullptr;
  while (E && E != Before) {
    Before = E;
    E = E->IgnoreUnlessSpelledInSource();
    if (const auto *W = dyn_cast<FullExpr>(E))
      E = W->getSubExpr();
    else if (const auto *C = dyn_cast<CXXConstructExpr>(E);
             C && C->getNumArgs() == 1 && C->getConstructor()->isCopyOrMoveConstructor())
      E = C->getArg(0);
  }
  return E;
}

const TagDecl *typeNamed(const ASTContext &Context, llvm::StringRef Name) {
  const NamedDecl *D = findName(Context, Name);
  if (const auto *T = dyn_cast_or_null<TypedefNameDecl>(D))
    return T->getUnderlyingType()->getAsTagDecl();
  if (const auto *T = dyn_cast_or_null<ClassTemplateDecl>(D))
    return T->getTemplatedDecl();
  return dyn_cast_or_null<TagDecl>(D);
}

/// Whether \p T is \p Wanted or an instantiation of it.
bool isOfType(QualType T, const TagDecl *Wanted) {
  const TagDecl *D = T.isNull() ? nullptr : T.getNonReferenceType()->getAsTagDecl();
  if (!D || !Wanted)
    return false;
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(D))
    D = S->getSpecializedTemplate()->getTemplatedDecl();
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(Wanted))
    Wanted = S->getSpecializedTemplate()->getTemplatedDecl();
  return D->getCanonicalDecl() == Wanted->getCanonicalDecl();
}

/// The constant that an expression names, or null.
const ValueDecl *constantIn(const Expr *E) {
  E = plain(E);
  if (const auto *C = dyn_cast_or_null<CXXConstructExpr>(E); C && C->getNumArgs() >= 1)
    return constantIn(C->getArg(0));
  // `make_error_code(errc::x)` and its like.
  if (const auto *C = dyn_cast_or_null<CallExpr>(E);
      C && !isa<CXXMemberCallExpr>(C) && C->getNumArgs() == 1)
    return constantIn(C->getArg(0));
  const auto *R = dyn_cast_or_null<DeclRefExpr>(E);
  if (!R)
    return nullptr;
  const auto *V = dyn_cast<VarDecl>(R->getDecl());
  return isa<EnumConstantDecl>(R->getDecl()) || (V && V->hasGlobalStorage()) ? R->getDecl()
                                                                             : nullptr;
}

bool isNamed(const ValueDecl *Constant, llvm::ArrayRef<std::string> Names) {
  std::string Name = qualifiedName(Constant), Scoped;
  if (const auto *E = dyn_cast<EnumConstantDecl>(Constant))
    Scoped = qualifiedName(cast<EnumDecl>(E->getDeclContext())) + "::" + E->getName().str();
  return llvm::is_contained(Names, Name) || llvm::is_contained(Names, Scoped);
}

/// What a call of a visible function does with the exception that is being handled.
enum class Helper { Returns, MayRethrow, AlwaysThrows };

/// The successors of \p B that are not taken by an exception.
llvm::SmallVector<const CFGBlock *, 4> normalSuccessors(const CFGBlock *B) {
  llvm::SmallVector<const CFGBlock *, 4> Result;
  for (const CFGBlock *Next : B->succs()) {
    if (Next)
      Result.push_back(Next);
    // Without a terminator the second one leads to the handlers or out.
    if (!B->getTerminator().isValid())
      break;
  }
  return Result;
}

/// What is followed along a path: the exception or the result, and what was made from it.
struct Subject {
  llvm::SmallPtrSet<const ValueDecl *, 4> Names;
  llvm::SmallPtrSet<const ValueDecl *, 4> Texts; ///< Made from no more than what it says.
  llvm::SmallVector<const model::Library *, 2> Libraries;
  llvm::SmallVector<const CXXRecordDecl *, 2> Classes;
};

/// What a condition says about the cancellation.
struct Verdict {
  enum KindT {
    Unrelated, ///< Nothing: both ways are possible.
    Unknown,   ///< It depends on the error in a way that cannot be followed.
    Known,     ///< It has one value for a cancellation, and may have it for other errors.
    Separates, ///< It tells a cancellation from all other errors.
    Stop,      ///< It asks whether the work shall end.
  } Kind = Unrelated;
  bool Value = false;

  Verdict negated() const { return {Kind, !Value}; }
};

class Finder {
public:
  Finder(Coroutine &C, Unit &U)
      : C(C), U(U), Context(U.context()), Parent(C.surroundings().parents()) {}

  std::vector<Swallowed> run() {
    if (!C.flow().valid())
      return {};
    collect();
    for (unsigned I = 0; I < Nodes.size(); ++I)
      if (Nodes[I].Parent < 0)
        resolve(I);
    for (unsigned I = 0; I < C.suspensions().size(); ++I)
      followValue(C.suspensions()[I]);
    return std::move(Result);
  }

private:
  /// A try statement. Region -1 of one is its try block, others are its handlers.
  struct Node {
    const CXXTryStmt *Try = nullptr;
    int Parent = -1, Region = -1;
    llvm::SmallVector<unsigned, 2> Inner; ///< The try statements right within this one.
    llvm::SetVector<unsigned> Sources;    ///< What can arrive: indexes into Arrivals.
    llvm::SmallVector<llvm::SetVector<unsigned>, 2> Caught; ///< The same for each handler.
    /// Handlers of outer statements whose exception is thrown again in this try block.
    llvm::SmallVector<std::pair<unsigned, unsigned>, 1> Again;
  };
  struct Arrival {
    const Suspension *Point;
    Signal What;
  };
  struct Region {
    int Node = -1, Index = -1;
  };

  // What is where.

  /// The try statements around \p S, innermost first, each with the part of it that \p S is in.
  llvm::SmallVector<Region, 4> around(const Stmt *S) const {
    llvm::SmallVector<Region, 4> Out;
    const Stmt *Child = S;
    for (const Stmt *Up : Parent.of(S)) {
      if (const auto *T = dyn_cast<CXXTryStmt>(Up))
        if (auto It = NodeOf.find(T); It != NodeOf.end()) {
          int Index = -1;
          for (unsigned I = 0; I < T->getNumHandlers(); ++I)
            if (T->getHandler(I) == Child)
              Index = I;
          Out.push_back({int(It->second), Index});
        }
      Child = Up;
    }
    return Out;
  }

  void collect() {
    llvm::SmallVector<const CXXThrowExpr *, 4> Rethrows;
    walk(C.body(), [&](const Stmt *S) {
      if (const auto *T = dyn_cast<CXXTryStmt>(S)) {
        NodeOf[T] = Nodes.size();
        Nodes.emplace_back().Try = T;
        Nodes.back().Caught.resize(T->getNumHandlers());
      } else if (const auto *T = dyn_cast<CXXThrowExpr>(S); T && !T->getSubExpr()) {
        Rethrows.push_back(T);
      } else if (isa<GotoStmt, IndirectGotoStmt>(S)) {
        HasGoto = true;
      } else if (const auto *R = dyn_cast<DeclRefExpr>(S)) {
        ++Mentioned[R->getDecl()];
      } else if (const auto *D = dyn_cast<DeclStmt>(S)) {
        for (const Decl *Each : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(Each); V && V->getInit())
            walk(V->getInit(), [&, V](const Stmt *Part) {
              if (const auto *R = dyn_cast<DeclRefExpr>(Part))
                MadeFrom[R->getDecl()].push_back(V);
              return true;
            });
      }
      return true;
    });
    for (const Suspension &P : C.suspensions())
      PointOf[P.Await] = &P;
    for (const CFGBlock *B : *C.flow().graph()) {
      if (const auto *H = dyn_cast_or_null<CXXCatchStmt>(B->getLabel()))
        EntryOf[H] = B;
      unsigned I = 0;
      for (const CFGElement &E : *B) {
        if (auto S = E.getAs<CFGStmt>())
          if (PointOf.contains(S->getStmt()))
            PlaceOf.try_emplace(S->getStmt(), B, I);
        ++I;
      }
    }
    if (Nodes.empty())
      return;
    for (unsigned I = 0; I < Nodes.size(); ++I)
      if (auto Up = around(Nodes[I].Try); !Up.empty()) {
        Nodes[I].Parent = Up.front().Node;
        Nodes[I].Region = Up.front().Index;
        Nodes[Up.front().Node].Inner.push_back(I);
      }
    for (const Suspension &P : C.suspensions()) {
      auto Up = around(P.Await);
      if (Up.empty() || !delivers(P) || !C.flow().isReachable(P.Await))
        continue;
      for (Signal &S : signalsAt(P)) {
        Arrivals.push_back({&P, std::move(S)});
        arrive(Up, Arrivals.size() - 1);
      }
    }
    for (const CXXThrowExpr *T : Rethrows) {
      auto Up = around(T);
      if (!Up.empty() && Up.front().Index < 0)
        for (Region R : Up)
          if (R.Index >= 0) {
            Nodes[Up.front().Node].Again.push_back({unsigned(R.Node), unsigned(R.Index)});
            break;
          }
    }
  }

  /// Puts an arrival where it is thrown: into the innermost try block around.
  void arrive(llvm::ArrayRef<Region> Up, unsigned Id) {
    for (Region R : Up)
      if (R.Index < 0) {
        Nodes[R.Node].Sources.insert(Id);
        return;
      }
  }

  void escape(const Node &From, unsigned Id) {
    int Up = From.Parent, Index = From.Region;
    while (Up >= 0 && Index >= 0) {
      Index = Nodes[Up].Region;
      Up = Nodes[Up].Parent;
    }
    if (Up >= 0)
      Nodes[Up].Sources.insert(Id);
  }

  // Which cancellation arrives.

  /// The library whose cancellation arrives at \p P; null for one that no model knows.
  const model::Library *libraryAt(const Suspension &P) const {
    if (P.Library && (P.Library->Cancel || !P.Library->Tasks.empty()))
      return P.Library;
    return C.library();
  }

  /// Whether an exception can come out of the await.
  bool delivers(const Suspension &P) {
    if (!P.CanSuspend || P.IsYield)
      return false;
    if (const auto *E = dyn_cast<CoroutineSuspendExpr>(P.Await)) {
      const auto *Resume =
          dyn_cast_or_null<CallExpr>(E->getResumeExpr() ? plain(E->getResumeExpr()) : nullptr);
      const FunctionDecl *F = Resume ? Resume->getDirectCallee() : nullptr;
      const auto *T = F ? F->getType()->getAs<FunctionProtoType>() : nullptr;
      if (T && !isUnresolvedExceptionSpec(T->getExceptionSpecType()) && T->isNothrow())
        return false;
    }
    return !valueOf(P).first;
  }

  llvm::SmallVector<Signal, 1> signalsAt(const Suspension &P) {
    const model::Library *L = libraryAt(P);
    if (!L)
      return {Signal()};
    llvm::SmallVector<Signal, 1> Out;
    if (!L->Cancel)
      return Out;
    for (bool Coded : {false, true})
      for (const std::string &Name : Coded ? L->Cancel->Carriers : L->Cancel->Thrown)
        if (const CXXRecordDecl *R = classNamed(Context, Name); R && R->hasDefinition()) {
          Out.push_back({L, R->getDefinition(), Name, Coded});
          if (Coded)
            break; // Others are what it is called where the library is part of another one.
        }
    return Out;
  }

  enum class Match { No, Base, Exact, Unclear };

  Match matches(const CXXCatchStmt *H, const Signal &S) const {
    if (!H->getExceptionDecl())
      return Match::Base;
    QualType T = H->getCaughtType();
    if (T.isNull() || T->isDependentType())
      return Match::Unclear;
    const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
    if (!R || !R->hasDefinition())
      return Match::No;
    static constexpr llvm::StringLiteral Words[] = {"cancel", "stop", "abort", "interrupt"};
    if (!S.Class)
      return speaksOf(nameOf(R), Words) ? Match::Unclear : Match::No;
    R = R->getDefinition();
    if (R->getCanonicalDecl() == S.Class->getCanonicalDecl())
      return S.IsCoded ? Match::Base : Match::Exact;
    if (S.Class->isDerivedFrom(R))
      return Match::Base;
    // A part of the cancellations only: what is left is not followed.
    return !S.IsCoded && R->isDerivedFrom(S.Class) ? Match::Unclear : Match::No;
  }

  void resolve(unsigned Index) {
    for (unsigned Inner : Nodes[Index].Inner)
      if (Nodes[Inner].Region < 0)
        resolve(Inner);
    Node &N = Nodes[Index];
    for (auto [Outer, Handler] : N.Again)
      for (unsigned Id : Nodes[Outer].Caught[Handler])
        N.Sources.insert(Id);
    for (unsigned Id : N.Sources) {
      Match M = Match::No;
      for (unsigned I = 0; I < N.Try->getNumHandlers() && M == Match::No; ++I) {
        M = matches(N.Try->getHandler(I), Arrivals[Id].What);
        if (M == Match::Base || M == Match::Exact)
          N.Caught[I].insert(Id);
      }
      if (M == Match::No)
        escape(N, Id);
    }
    for (unsigned I = 0; I < N.Caught.size(); ++I)
      if (!N.Caught[I].empty() && follow(Index, I))
        for (unsigned Id : N.Caught[I])
          escape(N, Id);
    for (unsigned Inner : N.Inner)
      if (Nodes[Inner].Region >= 0)
        resolve(Inner);
  }

  // What is said about the error.

  /// The names that stand for \p First, or for something that was made from it.
  Subject subjectOf(const ValueDecl *First) {
    Subject Out;
    llvm::SmallVector<const ValueDecl *, 4> Todo;
    if (First)
      Todo.push_back(First);
    while (!Todo.empty() && Out.Names.size() < 16) {
      const ValueDecl *D = Todo.pop_back_val();
      if (!Out.Names.insert(D).second)
        continue;
      if (auto It = MadeFrom.find(D); It != MadeFrom.end())
        for (const VarDecl *V : It->second) {
          if (hands(V->getInit(), Out))
            Todo.push_back(V);
          else
            Out.Texts.insert(V);
        }
    }
    return Out;
  }

  /// Whether \p Root uses the error itself, and not only its text.
  bool hands(const Stmt *Root, const Subject &About) const {
    bool Found = false;
    walk(Root, [&](const Stmt *S) {
      if (const auto *M = dyn_cast<CXXMemberCallExpr>(S)) {
        llvm::StringRef Name = nameOf(M->getMethodDecl());
        if (Name == "what" || Name == "message" || Name == "category")
          return false;
      }
      if (const auto *R = dyn_cast<DeclRefExpr>(S))
        Found |= About.Names.contains(R->getDecl());
      return !Found;
    });
    return Found;
  }

  /// Whether \p Root uses the error in any way.
  bool names(const Stmt *Root, const Subject &About) const {
    bool Found = false;
    walk(Root, [&](const Stmt *S) {
      if (const auto *R = dyn_cast<DeclRefExpr>(S))
        Found |= About.Names.contains(R->getDecl()) || About.Texts.contains(R->getDecl());
      return !Found;
    });
    return Found;
  }

  /// Whether \p E is the error, its code, or the number in that.
  bool isSubject(const Expr *E, const Subject &About) const {
    E = plain(E);
    while (E) {
      if (const auto *M = dyn_cast<CXXMemberCallExpr>(E)) {
        llvm::StringRef Name = nameOf(M->getMethodDecl());
        if (Name != "code" && Name != "value" && Name != "default_error_condition")
          return false;
        E = plain(M->getImplicitObjectArgument());
      } else if (const auto *M = dyn_cast<MemberExpr>(E)) {
        E = plain(M->getBase());
      } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
                 O && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star)) {
        E = plain(O->getArg(0));
      } else if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_Deref) {
        E = plain(U->getSubExpr());
      } else {
        break;
      }
    }
    const auto *R = dyn_cast_or_null<DeclRefExpr>(E);
    return R && About.Names.contains(R->getDecl());
  }

  /// Whether a member of the error, or its conversion (`operator bool`), is true when it is a
  /// cancellation.
  std::optional<bool> memberSays(QualType T, llvm::StringRef Member, const Subject &About) const {
    for (const model::Library *L : About.Libraries)
      if (L && L->Cancel)
        for (const model::Outcome &O : L->Cancel->Values)
          if (isOfType(T, typeNamed(Context, O.Type))) {
            if (llvm::is_contained(O.Failed, Member))
              return true;
            if (llvm::is_contained(O.Succeeded, Member))
              return false;
          }
    return std::nullopt;
  }

  Verdict compared(const Expr *A, const Expr *B, const Subject &About) const {
    if (!isSubject(A, About))
      std::swap(A, B);
    if (!isSubject(A, About))
      return {hands(A, About) || hands(B, About) ? Verdict::Unknown : Verdict::Unrelated};
    const ValueDecl *Constant = constantIn(B);
    if (!Constant)
      return {Verdict::Unknown};
    for (const model::Library *L : About.Libraries)
      if (L && L->Cancel && isNamed(Constant, L->Cancel->Codes))
        return {Verdict::Separates, true};
    return {Verdict::Known, false};
  }

  bool namesCancellation(QualType T, const Subject &About) const {
    const CXXRecordDecl *R = recordOf(T);
    return R && R->hasDefinition() && llvm::any_of(About.Classes, [&](const CXXRecordDecl *Class) {
             return Class && (Class->getCanonicalDecl() == R->getCanonicalDecl() ||
                              R->getDefinition()->isDerivedFrom(Class));
           });
  }

  using Facts = llvm::ArrayRef<std::pair<const ValueDecl *, std::optional<bool>>>;

  Verdict judge(const Expr *E, const Subject &About, Facts Known, unsigned Depth = 0) {
    E = plain(E);
    if (!E || Depth > 32)
      return {};
    auto Again = [&](const Expr *Part) { return judge(Part, About, Known, Depth + 1); };
    if (const auto *N = dyn_cast<UnaryOperator>(E); N && N->getOpcode() == UO_LNot)
      return Again(N->getSubExpr()).negated();
    if (const auto *B = dyn_cast<BinaryOperator>(E)) {
      if (B->isLogicalOp()) {
        bool IsAnd = B->getOpcode() == BO_LAnd;
        Verdict L = Again(B->getLHS()), R = Again(B->getRHS());
        for (const Verdict &V : {L, R})
          if (V.Kind == Verdict::Stop)
            return V;
        // One side decides it alone.
        for (const Verdict &V : {L, R})
          if ((V.Kind == Verdict::Known || V.Kind == Verdict::Separates) && V.Value != IsAnd)
            return V;
        if (L.Kind >= Verdict::Known && R.Kind >= Verdict::Known)
          return L.Kind == Verdict::Separates ? L : R;
        if (L.Kind == Verdict::Unrelated && R.Kind == Verdict::Unrelated)
          return {};
        return {Verdict::Unknown};
      }
      if (B->getOpcode() == BO_EQ)
        return compared(B->getLHS(), B->getRHS(), About);
      if (B->getOpcode() == BO_NE)
        return compared(B->getLHS(), B->getRHS(), About).negated();
    }
    if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
      auto Form = R->getDecomposedForm();
      if (Form.Opcode == BO_EQ)
        return compared(Form.LHS, Form.RHS, About);
      if (Form.Opcode == BO_NE)
        return compared(Form.LHS, Form.RHS, About).negated();
    }
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
      if (O->getOperator() == OO_EqualEqual && O->getNumArgs() == 2)
        return compared(O->getArg(0), O->getArg(1), About);
      if (O->getOperator() == OO_ExclaimEqual && O->getNumArgs() == 2)
        return compared(O->getArg(0), O->getArg(1), About).negated();
      if (O->getOperator() == OO_Exclaim && isSubject(O->getArg(0), About))
        return Again(O->getArg(0)).negated();
    }
    if (const auto *D = dyn_cast<CXXDynamicCastExpr>(E))
      if (hands(D, About))
        return namesCancellation(D->getType(), About) ? Verdict{Verdict::Separates, true}
                                                      : Verdict{Verdict::Unknown};
    if (const auto *Call = dyn_cast<CallExpr>(E)) {
      if (!rowsFor(U.models().StopRequested, describe(Call)).empty())
        return {Verdict::Stop};
      if (const auto *M = dyn_cast<CXXMemberCallExpr>(E);
          M && isSubject(M->getImplicitObjectArgument(), About)) {
        const auto *Ref = dyn_cast<MemberExpr>(M->getCallee()->IgnoreParens());
        if (Ref && Ref->getNumTemplateArgs() == 1 &&
            Ref->getTemplateArgs()[0].getArgument().getKind() == TemplateArgument::Type)
          return {Verdict::Separates,
                  namesCancellation(Ref->getTemplateArgs()[0].getArgument().getAsType(), About)};
        if (auto Says = memberSays(M->getObjectType(), nameOf(M->getMethodDecl()), About))
          return {Verdict::Known, *Says};
      }
    }
    if (isSubject(E, About))
      if (auto Says = memberSays(E->getType(), "operator bool", About))
        return {Verdict::Known, *Says};
    const ValueDecl *D = nullptr;
    if (const auto *R = dyn_cast<DeclRefExpr>(E))
      D = R->getDecl();
    else if (const auto *M = dyn_cast<MemberExpr>(E))
      D = M->getMemberDecl();
    for (const auto &[Which, Value] : Known)
      if (D == Which && Value)
        return {Verdict::Known, *Value};
    // A name for a test that was made before.
    if (const auto *V = dyn_cast_or_null<VarDecl>(D);
        V && V->getInit() && V->isLocalVarDecl() && About.Names.contains(V))
      return Again(V->getInit());
    return {hands(E, About) ? Verdict::Unknown : Verdict::Unrelated};
  }

  /// Whether the branch asks, by its names, if the work shall end: the condition of a loop, or one
  /// that guards a way out.
  bool asksToStop(const Stmt *Branch, const Expr *Condition) {
    const Stmt *Owner = Branch;
    if (isa<Expr>(Branch))
      for (const Stmt *Up : Parent.of(Branch)) {
        Owner = Up;
        if (!isa<Expr>(Up))
          break;
      }
    if (const auto *I = dyn_cast<IfStmt>(Owner)) {
      bool Leaves = false;
      walk(I->getThen(), [&](const Stmt *S) {
        Leaves |= isa<BreakStmt, CoreturnStmt, CXXThrowExpr>(S);
        return !Leaves;
      });
      if (!Leaves)
        return false;
    } else if (!isa<WhileStmt, ForStmt, DoStmt>(Owner)) {
      return false;
    }
    bool Found = false;
    walk(Condition, [&](const Stmt *S) {
      if (const auto *R = dyn_cast<DeclRefExpr>(S))
        Found |= isStopLike(nameOf(R->getDecl()));
      else if (const auto *M = dyn_cast<MemberExpr>(S))
        Found |= isStopLike(nameOf(M->getMemberDecl()));
      else if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(S))
        Found |= D->getMember().isIdentifier() &&
                 isStopLike(D->getMember().getAsIdentifierInfo()->getName());
      return !Found;
    });
    return Found;
  }

  // What a call does with the error.

  Helper helper(const FunctionDecl *F, unsigned Depth = 0) {
    auto [It, New] = Helpers.try_emplace(F, Helper::Returns);
    if (!New || Depth > 3)
      return It->second;
    Surroundings In(F, Context);
    Helper Answer = Helper::Returns;
    llvm::SmallPtrSet<const Stmt *, 4> Ends;
    walk(writtenBody(F), [&](const Stmt *S) {
      if (const auto *T = dyn_cast<CXXThrowExpr>(S)) {
        bool Caught = false;
        const Stmt *Child = S;
        for (const Stmt *Up : In.parents().of(S)) {
          if (const auto *Try = dyn_cast<CXXTryStmt>(Up))
            Caught |= Try->getTryBlock() == Child;
          Child = Up;
        }
        if (Caught)
          return true;
        Ends.insert(S);
        if (!T->getSubExpr())
          Answer = Helper::MayRethrow;
      } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
        const FunctionDecl *Callee = Call->getDirectCallee();
        llvm::StringRef Name = nameOf(Callee);
        if (Name.contains("current_exception") || Name == "rethrow_exception")
          Answer = Helper::MayRethrow;
        if (Name == "rethrow_exception")
          Ends.insert(S);
        const FunctionDecl *Inner = Callee ? visibleDefinition(Callee) : nullptr;
        if (Inner && !coroutineBody(Inner)) {
          Helper H = helper(Inner, Depth + 1);
          if (H == Helper::AlwaysThrows)
            Ends.insert(S);
          if (H != Helper::Returns)
            Answer = Helper::MayRethrow;
        }
      }
      return true;
    });
    if (!Ends.empty() && neverReturns(In.flow(), Ends))
      Answer = Helper::AlwaysThrows;
    Helpers[F] = Answer;
    return Answer;
  }

  static bool neverReturns(Flow &F, const llvm::SmallPtrSetImpl<const Stmt *> &Ends) {
    if (!F.valid())
      return false;
    llvm::BitVector Seen(F.graph()->getNumBlockIDs());
    llvm::SmallVector<const CFGBlock *, 16> Todo{&F.graph()->getEntry()};
    while (!Todo.empty()) {
      const CFGBlock *B = Todo.pop_back_val();
      if (Seen.test(B->getBlockID()))
        continue;
      Seen.set(B->getBlockID());
      if (B == &F.graph()->getExit())
        return false;
      bool Ended = B->hasNoReturnElement();
      for (const CFGElement &E : *B)
        if (auto S = E.getAs<CFGStmt>())
          Ended |= Ends.contains(S->getStmt());
      if (!Ended)
        for (const CFGBlock *Next : normalSuccessors(B))
          Todo.push_back(Next);
    }
    return true;
  }

  enum class Effect { None, Rethrown, HandedOn };

  /// What happens to the result of a call of `current_exception` or `make_exception_ptr`.
  Effect whereGoes(const CallExpr *Caught) {
    const Stmt *Child = Caught;
    for (const Stmt *Up : Parent.of(Caught)) {
      const Expr *Target = nullptr;
      if (const auto *B = dyn_cast<BinaryOperator>(Up); B && B->isAssignmentOp())
        Target = B->getLHS();
      else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Up); O && O->getOperator() == OO_Equal)
        Target = O->getArg(0);
      if (Target) {
        const auto *R = dyn_cast<DeclRefExpr>(plain(Target));
        const auto *V = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
        // Kept where somebody else can see it, or looked at again.
        bool Used = !V || !V->isLocalVarDecl() || V->getType()->isReferenceType() ||
                    R->refersToEnclosingVariableOrCapture() || Mentioned.lookup(V) > 1;
        return Used ? Effect::HandedOn : Effect::None;
      }
      if (const auto *D = dyn_cast<DeclStmt>(Up)) {
        for (const Decl *Each : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(Each); V && Mentioned.lookup(V))
            return Effect::HandedOn;
        return Effect::None;
      }
      if (const auto *Call = dyn_cast<CallExpr>(Up)) {
        if (Call->getCallee() == Child)
          return Effect::HandedOn;
        llvm::SmallString<32> Buffer;
        const FunctionDecl *F = Call->getDirectCallee();
        return F && isLogLike(lastName(F, Buffer)) ? Effect::None : Effect::HandedOn;
      }
      if (!isa<Expr>(Up))
        return isa<CompoundStmt>(Up) ? Effect::None : Effect::HandedOn;
      Child = Up;
    }
    return Effect::HandedOn;
  }

  /// Whether the error itself, and not only its text, is given to what can act on it.
  bool givesAway(llvm::ArrayRef<const Expr *> Args, const Subject &About) const {
    return llvm::any_of(Args, [&](const Expr *Arg) {
      const Expr *E = plain(Arg);
      if (const auto *A = dyn_cast<UnaryOperator>(E); A && A->getOpcode() == UO_AddrOf)
        E = plain(A->getSubExpr());
      return isSubject(E, About) || (isa<LambdaExpr>(E) && hands(E, About));
    });
  }

  Effect effectOf(const Stmt *S, const Subject &About, bool InHandler) {
    if (const auto *Call = dyn_cast<CallExpr>(S)) {
      cotidy::Call At = describe(Call);
      llvm::SmallString<32> Buffer;
      llvm::StringRef Name = At.Callee ? lastName(At.Callee, Buffer) : llvm::StringRef();
      if (!InHandler)
        return Name == "rethrow_exception"                     ? Effect::Rethrown
               : givesAway(At.Args, About) && !isLogLike(Name) ? Effect::HandedOn
                                                               : Effect::None;
      if (Name.empty())
        if (const auto *L = dyn_cast<UnresolvedLookupExpr>(Call->getCallee()->IgnoreParens()))
          Name = L->getName().isIdentifier() ? L->getName().getAsIdentifierInfo()->getName() : "";
      if (Name == "rethrow_if_nested")
        return Effect::None;
      if (Name.contains_insensitive("rethrow"))
        return Effect::Rethrown;
      if (Name.contains("current_exception") || Name == "make_exception_ptr")
        return isLogLike(Name) ? Effect::None : whereGoes(Call);
      if (At.Callee)
        if (const FunctionDecl *F = visibleDefinition(At.Callee); F && !coroutineBody(F))
          switch (helper(F)) {
          case Helper::AlwaysThrows:
            return Effect::Rethrown;
          case Helper::MayRethrow:
            return Effect::HandedOn;
          case Helper::Returns:
            if (givesAway(At.Args, About) && onlyTells(F))
              return Effect::None;
            break;
          }
      if (givesAway(At.Args, About) && !isLogLike(Name))
        return Effect::HandedOn;
      // The text together with an output parameter: the caller is told of an error.
      auto IsOutput = [&](const Expr *E) { return E && isSeenOutside(E); };
      if (!isLogLike(Name) && (IsOutput(At.ObjectExpr) || llvm::any_of(At.Args, IsOutput)) &&
          llvm::any_of(At.Args, [&](const Expr *Arg) { return names(Arg, About); }))
        return Effect::HandedOn;
      // A function that dispatches on the exception takes no argument and has such a name.
      static constexpr llvm::StringLiteral Words[] = {"exception", "error", "handle", "throw",
                                                      "raise"};
      if (At.Args.empty() && !At.ObjectExpr && !isa<CXXOperatorCallExpr>(Call) &&
          speaksOf(Name, Words) && !isLogLike(Name) &&
          !(At.Callee && (visibleDefinition(At.Callee) || At.Callee->isInStdNamespace())))
        return Effect::HandedOn;
    }
    // In a result the text is enough: the caller is told of an error.
    if (const auto *R = dyn_cast<CoreturnStmt>(S))
      return R->getOperand() && names(R->getOperand(), About) ? Effect::HandedOn : Effect::None;
    if (const auto *Y = dyn_cast<CoyieldExpr>(S))
      return hands(Y->getOperand(), About) ? Effect::HandedOn : Effect::None;
    const Expr *To = nullptr, *From = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp()) {
      To = B->getLHS();
      From = B->getRHS();
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S);
               O && O->getOperator() == OO_Equal && O->getNumArgs() == 2) {
      To = O->getArg(0);
      From = O->getArg(1);
    }
    if (To && !isSubject(To, About) && hands(From, About))
      return Effect::HandedOn;
    // What the caller can see, an output parameter for one, tells it of the error with the text.
    if (To && isSeenOutside(To) && names(From, About))
      return Effect::HandedOn;
    return Effect::None;
  }

  /// Whether it is assigned to what a parameter or a reference leads to.
  static bool isSeenOutside(const Expr *To) {
    Object O = objectOf(To);
    if (O.empty())
      return false;
    const auto *V = dyn_cast_or_null<VarDecl>(O.front());
    return V && V->hasLocalStorage() && !V->isExceptionVariable() &&
           (V->getType()->isReferenceType() || V->getType()->isPointerType());
  }

  /// Whether a visible function does no more than tell people about its arguments.
  bool onlyTells(const FunctionDecl *F) {
    bool Tells = true;
    walk(writtenBody(F), [&](const Stmt *S) {
      if (const auto *B = dyn_cast<BinaryOperator>(S))
        Tells &= !B->isAssignmentOp();
      if (const auto *Call = dyn_cast<CallExpr>(S)) {
        llvm::SmallString<32> Buffer;
        const FunctionDecl *Callee = Call->getDirectCallee();
        llvm::StringRef Name = Callee ? lastName(Callee, Buffer) : llvm::StringRef();
        bool Passes = false;
        for (const Expr *Arg : Call->arguments())
          if (const auto *R = dyn_cast<DeclRefExpr>(plain(Arg)))
            Passes |= isa<ParmVarDecl>(R->getDecl());
        Tells &= !Passes || isLogLike(Name);
      }
      return Tells;
    });
    return Tells;
  }

  // Paths.

  /// How far a path has come, and what it knows.
  struct Step {
    const CFGBlock *Block;
    unsigned Element;
    unsigned State; ///< Bit 0 and what the constants are worth, two bits each.
  };
  static constexpr unsigned MaxFacts = 3;

  static unsigned factOf(unsigned State, unsigned I) { return State >> (1 + 2 * I) & 3; }
  static void setFact(unsigned &State, unsigned I, unsigned Value) {
    State = (State & ~(3u << (1 + 2 * I))) | Value << (1 + 2 * I);
  }

  static const ValueDecl *target(const Expr *E) {
    E = plain(E);
    if (const auto *R = dyn_cast_or_null<DeclRefExpr>(E))
      return R->getDecl();
    if (const auto *M = dyn_cast_or_null<MemberExpr>(E))
      return M->getMemberDecl();
    return nullptr;
  }

  /// The variable that \p S sets, and to which truth value if that is a constant (else 0).
  static std::pair<const ValueDecl *, unsigned> assigned(const Stmt *S) {
    const Expr *To = nullptr, *From = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp()) {
      To = B->getLHS();
      From = B->getOpcode() == BO_Assign ? B->getRHS() : nullptr;
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S);
               O && O->isAssignmentOp() && O->getNumArgs() == 2) {
      To = O->getArg(0);
      From = O->getOperator() == OO_Equal ? O->getArg(1) : nullptr;
    } else if (const auto *U = dyn_cast<UnaryOperator>(S); U && U->isIncrementDecrementOp()) {
      To = U->getSubExpr();
    } else if (const auto *M = dyn_cast<CXXMemberCallExpr>(S);
               M && nameOf(M->getMethodDecl()) == "store" && M->getNumArgs()) {
      To = M->getImplicitObjectArgument();
      From = M->getArg(0);
    }
    if (!To)
      return {nullptr, 0};
    unsigned Value = 0;
    if (From) {
      const Expr *E = plain(From);
      if (const auto *B = dyn_cast<CXXBoolLiteralExpr>(E))
        Value = B->getValue() ? 2 : 1;
      else if (const auto *I = dyn_cast<IntegerLiteral>(E))
        Value = I->getValue() != 0 ? 2 : 1;
      else if (isa<CXXNullPtrLiteralExpr>(E))
        Value = 1;
    }
    return {target(To), Value};
  }

  /// Whether the break leaves a loop, and not only a switch.
  bool leavesLoop(const Stmt *Break) {
    for (const Stmt *Up : Parent.of(Break)) {
      if (isa<SwitchStmt>(Up))
        return false;
      if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(Up))
        return true;
    }
    return false;
  }

  bool isInLoop(const Stmt *S) {
    return HasGoto || llvm::any_of(Parent.of(S), [](const Stmt *Up) {
             return isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(Up);
           });
  }

  /// What decides at the end of the block. Of `a && b` each block decides one part.
  static const Expr *conditionOf(const CFGBlock *B) {
    const auto *E = dyn_cast_or_null<Expr>(B->getTerminatorCondition());
    while (E) {
      E = E->IgnoreParens();
      const auto *Logical = dyn_cast<BinaryOperator>(E);
      if (!Logical || !Logical->isLogicalOp())
        break;
      E = Logical->getRHS();
    }
    return E;
  }

  /// The ways on from a block for the states of a path; empty where the path is given up.
  /// \p Separated is set where the branch told the cancellation from other errors.
  llvm::SmallVector<const CFGBlock *, 4> waysOn(const CFGBlock *B, const Subject &About,
                                                Facts Known, bool MayGiveUp, bool &Separated) {
    llvm::SmallVector<const CFGBlock *, 4> Next = normalSuccessors(B);
    const Stmt *Branch = B->getTerminatorStmt();
    if (!Branch || B->succ_size() < 2)
      return Next;
    if (const auto *S = dyn_cast<SwitchStmt>(Branch)) {
      if (!hands(S->getCond(), About))
        return Next;
      if (!isSubject(S->getCond(), About))
        return {};
      const CFGBlock *Default = nullptr;
      for (const CFGBlock *Case : Next) {
        const auto *Label = dyn_cast_or_null<CaseStmt>(Case->getLabel());
        if (!Label)
          Default = Case;
        else if (compared(S->getCond(), Label->getLHS(), About).Kind == Verdict::Separates) {
          Separated = true;
          return {Case};
        }
      }
      return Default ? llvm::SmallVector<const CFGBlock *, 4>{Default} : Next;
    }
    const Expr *Condition = conditionOf(B);
    if (!Condition || B->succ_size() != 2)
      return Next;
    Verdict V = judge(Condition, About, Known);
    if (V.Kind == Verdict::Stop || asksToStop(Branch, Condition))
      return {};
    if (V.Kind == Verdict::Unknown && MayGiveUp)
      return {};
    if (V.Kind != Verdict::Known && V.Kind != Verdict::Separates)
      return Next;
    if (V.Kind == Verdict::Separates)
      Separated = true;
    const CFGBlock *Taken = *(V.Value ? B->succ_begin() : B->succ_begin() + 1);
    if (!Taken)
      return {};
    return {Taken};
  }

  /// Follows a handler to where control goes from it. Says whether it throws the cancellation on.
  bool follow(unsigned Index, unsigned Number) {
    const Node &N = Nodes[Index];
    const CXXCatchStmt *H = N.Try->getHandler(Number);
    const CFGBlock *Entry = EntryOf.lookup(H);
    if (!Entry)
      return true;
    Swallowed Out;
    Out.Handler = H;
    Out.Try = N.Try;
    Subject About = subjectOf(H->getExceptionDecl());
    llvm::SmallPtrSet<const Stmt *, 4> Points;
    for (unsigned Id : N.Caught[Number]) {
      const Arrival &A = Arrivals[Id];
      if (!llvm::is_contained(About.Libraries, A.What.Library))
        About.Libraries.push_back(A.What.Library);
      if (!llvm::is_contained(About.Classes, A.What.Class))
        About.Classes.push_back(A.What.Class);
      Points.insert(A.Point->Await);
      if (Out.Point || mayBeIgnored(*A.Point))
        continue;
      Out.Point = A.Point;
      Out.What = A.What;
      Out.IsExact = matches(H, A.What) == Match::Exact;
    }
    // What is assigned from the await keeps its old value when the await does not end well.
    llvm::SmallPtrSet<const ValueDecl *, 2> Stale = setFrom(N);
    llvm::SmallVector<const ValueDecl *, MaxFacts> Flags;
    llvm::SmallPtrSet<const Stmt *, 32> Within;
    bool MayGiveUp = false, HandsOn = false;
    walk(H->getHandlerBlock(), [&](const Stmt *S) {
      Within.insert(S);
      // On one path at least, as in "keep the first error": then it is dropped on purpose.
      HandsOn |= effectOf(S, About, true) == Effect::HandedOn;
      MayGiveUp |= isa<CXXThrowExpr, CoreturnStmt, BreakStmt, GotoStmt>(S);
      auto [D, Value] = assigned(S);
      if (D && Value && Flags.size() < MaxFacts && !llvm::is_contained(Flags, D))
        Flags.push_back(D);
      return true;
    });

    bool Rethrows = false, InLoop = isInLoop(N.Try);
    bool LeavesLoop = llvm::all_of(Points, [&](const Stmt *Await) {
      for (const Stmt *Up : Parent.of(Await)) {
        if (isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt>(Up))
          return true;
        if (Up == N.Try)
          break;
      }
      return false;
    });
    std::optional<Aftermath> Found;
    auto Report = [&](Aftermath Then, const Stmt *Next) {
      if (!Found || *Found < Then) {
        Found = Then;
        Out.Next = Next;
      }
    };
    llvm::DenseSet<std::pair<unsigned, unsigned>> Seen;
    llvm::SmallVector<Step, 16> Todo{{Entry, 0, Out.IsExact ? 1u : 0u}};
    while (!Todo.empty() && Seen.size() < MaxBlocks && Found != Aftermath::Loops) {
      Step P = Todo.pop_back_val();
      if (!Seen.insert({P.Block->getBlockID(), P.State}).second)
        continue;
      if (P.Block == &C.flow().graph()->getExit()) {
        if (!(P.State & 1))
          Report(Aftermath::Ends, nullptr);
        continue;
      }
      bool Over = false;
      for (const CFGElement &Each : *P.Block) {
        auto Element = Each.getAs<CFGStmt>();
        if (!Element || Over)
          continue;
        const Stmt *S = Element->getStmt();
        bool InHandler = Within.contains(S);
        if (auto It = PointOf.find(S); It != PointOf.end() && It->second->CanSuspend) {
          bool Same = Points.contains(S);
          // To be told apart outside of the loop that awaits is to leave that loop.
          if (!Same && mayBeIgnored(*It->second))
            continue; // To close what was open is not to go on.
          if (Same || !(P.State & 1) || !LeavesLoop)
            Report(Same ? Aftermath::Loops : Aftermath::GoesOn, S);
          Over = Same || !InLoop;
        } else if (const auto *T = dyn_cast<CXXThrowExpr>(S)) {
          auto Up = around(S);
          Rethrows |= InHandler && (!T->getSubExpr() || hands(T->getSubExpr(), About)) &&
                      !Up.empty() && Up.front().Node == int(Index);
          Over = true;
        } else if ((P.State & 1) && InHandler && (isa<CoreturnStmt>(S) || assigned(S).first)) {
          // The author has told the cancellation apart and acts on it.
          Over = true;
        } else if (isLookedAt(S, Flags) && !InHandler) {
          // The handler has set it, so that the rest can act on the failure.
          Over = true;
        } else if (const auto *R = dyn_cast<DeclRefExpr>(S);
                   R && !InHandler && Stale.contains(R->getDecl()) && !isTarget(R)) {
          if (P.State & 1)
            Report(Aftermath::GoesOn, S);
        } else {
          switch (effectOf(S, About, InHandler)) {
          case Effect::None:
            break;
          case Effect::Rethrown:
            Rethrows |= InHandler;
            Over = true;
            break;
          case Effect::HandedOn:
            Over = true;
            break;
          }
        }
        if (auto [D, Value] = assigned(S); D)
          for (unsigned I = 0; I < Flags.size(); ++I)
            if (Flags[I] == D)
              setFact(P.State, I, Value);
      }
      const Stmt *Jump = P.Block->getTerminatorStmt();
      if ((P.State & 1) && Jump &&
          ((isa<BreakStmt>(Jump) && leavesLoop(Jump)) || isa<GotoStmt>(Jump)))
        Over = true;
      if (Over || P.Block->hasNoReturnElement())
        continue;
      llvm::SmallVector<std::pair<const ValueDecl *, std::optional<bool>>, MaxFacts> Known;
      for (unsigned I = 0; I < Flags.size(); ++I)
        if (unsigned F = factOf(P.State, I))
          Known.push_back({Flags[I], F == 2});
      bool Separated = false;
      for (const CFGBlock *Next : waysOn(P.Block, About, Known, MayGiveUp, Separated))
        Todo.push_back({Next, 0, P.State | (Separated ? 1u : 0u)});
    }
    if (Found && Out.Point && !HandsOn && !isOfAssertion(H)) {
      Out.Then = *Found;
      Result.push_back(Out);
    }
    return Rethrows;
  }

  /// Whether the handler is part of a macro of a test framework, such as `EXPECT_THROW`.
  bool isOfAssertion(const CXXCatchStmt *H) const {
    const SourceManager &SM = Context.getSourceManager();
    SourceLocation Loc = H->getBeginLoc();
    while (Loc.isMacroID()) {
      static constexpr llvm::StringLiteral Words[] = {"throw",   "expect", "assert",
                                                      "require", "check",  "death"};
      if (speaksOf(Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts()), Words))
        return true;
      // What is written in an argument is the user's own.
      Loc = SM.isMacroArgExpansion(Loc) ? SM.getImmediateSpellingLoc(Loc)
                                        : SM.getImmediateExpansionRange(Loc).getBegin();
    }
    return false;
  }

  /// Whether \p S reads one of the flags for something else than a branch or the coroutine's
  /// result.
  bool isLookedAt(const Stmt *S, llvm::ArrayRef<const ValueDecl *> Flags) const {
    const auto *R = dyn_cast<DeclRefExpr>(S);
    if (!R || !llvm::is_contained(Flags, R->getDecl()) || isTarget(R))
      return false;
    for (const Stmt *Up : Parent.of(R))
      if (!isa<Expr>(Up))
        return !isa<IfStmt, WhileStmt, DoStmt, ForStmt, CoreturnStmt>(Up);
    return false;
  }

  /// Whether the reference is only the place to which something is assigned.
  bool isTarget(const DeclRefExpr *R) const {
    for (const Stmt *Up : Parent.of(R)) {
      if (assigned(Up).first == R->getDecl())
        return true;
      if (!isa<ParenExpr, ImplicitCastExpr>(Up))
        return false;
    }
    return false;
  }

  /// The variables that get their value from an await in the try block.
  llvm::SmallPtrSet<const ValueDecl *, 2> setFrom(const Node &N) {
    llvm::SmallPtrSet<const ValueDecl *, 2> Out;
    for (unsigned Id : N.Sources)
      for (const Stmt *Up : Parent.of(Arrivals[Id].Point->Await)) {
        if (!isa<Expr>(Up))
          break;
        if (isa<CXXOperatorCallExpr, BinaryOperator>(Up))
          if (const auto *V = dyn_cast_or_null<VarDecl>(assigned(Up).first);
              V && V->isLocalVarDecl())
            Out.insert(V);
      }
    return Out;
  }

  /// Whether a cancellation of this one await is nothing to worry about: a timer that is cancelled
  /// to wake who waits, or an operation that ends something anyway.
  bool mayBeIgnored(const Suspension &P) {
    const auto *Awaited = dyn_cast_or_null<CallExpr>(plain(P.Operand));
    if (!Awaited)
      return false;
    Call At = describe(Awaited);
    if (!At.Callee)
      return false;
    return !rowsFor(U.models().Wakes, At).empty() || isCleanupLike(nameOf(At.Callee));
  }

  // By value.

  /// The variable in which the await leaves how it ended, and whether it is told by value at all.
  std::pair<bool, const ValueDecl *> valueOf(const Suspension &P) {
    const model::Library *L = libraryAt(P);
    if (!L || !L->Cancel || L->Cancel->Values.empty())
      return {false, nullptr};
    auto Tells = [&](QualType T) {
      return llvm::any_of(L->Cancel->Values, [&](const model::Outcome &O) {
        return isOfType(T, typeNamed(Context, O.Type));
      });
    };
    const ValueDecl *Found = nullptr;
    bool Is = Tells(P.Await->getType());
    if (const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
            P.Await->getType()->getAsCXXRecordDecl()))
      for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
        if (A.getKind() == TemplateArgument::Type)
          Is |= Tells(A.getAsType());
        if (A.getKind() == TemplateArgument::Pack)
          for (const TemplateArgument &Part : A.pack_elements())
            Is |= Part.getKind() == TemplateArgument::Type && Tells(Part.getAsType());
      }
    // Handed to the operation to be set: neither copied nor made const on the way.
    walk(P.Operand, [&](const Stmt *S) {
      if (isa<CoroutineSuspendExpr, LambdaExpr>(S))
        return false;
      auto Look = [&](const Expr *Arg) {
        const auto *R = dyn_cast<DeclRefExpr>(Arg->IgnoreParens());
        if (R && Tells(R->getType()) && !R->getType().isConstQualified() && !Found) {
          Found = R->getDecl();
          Is = true;
        }
      };
      if (const auto *Call = dyn_cast<CallExpr>(S))
        for (const Expr *Arg : Call->arguments())
          Look(Arg);
      return true;
    });
    if (Found || !Is)
      return {Is, Found};
    for (const Stmt *Up : Parent.of(P.Await)) {
      if (const auto *D = dyn_cast<DeclStmt>(Up)) {
        const auto *V = D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl()) : nullptr;
        if (const auto *Parts = dyn_cast_or_null<DecompositionDecl>(V)) {
          for (const BindingDecl *B : Parts->bindings())
            if (Tells(B->getType()) && !Found)
              Found = B;
        } else if (V && Tells(V->getType())) {
          Found = V;
        }
      } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Up)) {
        if (O->getOperator() == OO_Equal) {
          const Expr *To = plain(O->getArg(0));
          if (const auto *Tie = dyn_cast<CallExpr>(To)) {
            for (const Expr *Arg : Tie->arguments())
              if (const auto *R = dyn_cast<DeclRefExpr>(plain(Arg)); R && Tells(R->getType()))
                Found = Found ? Found : R->getDecl();
          } else if (const auto *R = dyn_cast<DeclRefExpr>(To); R && Tells(R->getType())) {
            Found = R->getDecl();
          }
        }
      } else if (const auto *B = dyn_cast<BinaryOperator>(Up); B && B->isAssignmentOp()) {
        if (const auto *R = dyn_cast<DeclRefExpr>(plain(B->getLHS())); R && Tells(R->getType()))
          Found = R->getDecl();
      }
      if (!isa<Expr>(Up))
        break;
    }
    return {Is, Found};
  }

  /// Follows a result around the loop: is it looked at, and the same operation begun again?
  void followValue(const Suspension &P) {
    if (!P.CanSuspend || P.IsYield || !isInLoop(P.Await) || mayBeIgnored(P))
      return;
    auto It = PlaceOf.find(P.Await);
    const ValueDecl *Value = valueOf(P).second;
    if (!Value || It == PlaceOf.end())
      return;
    Subject About = subjectOf(Value);
    About.Libraries.push_back(libraryAt(P));
    for (const std::string &Name : libraryAt(P)->Cancel->Thrown)
      About.Classes.push_back(classNamed(Context, Name));
    llvm::SmallPtrSet<const Stmt *, 8> Own;
    walk(P.Operand, [&](const Stmt *S) {
      Own.insert(S);
      return true;
    });
    for (const Stmt *Up : Parent.of(P.Await)) {
      if (!isa<Expr>(Up))
        break;
      // `ec = co_await ...` names it on the left.
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Up); O && O->getOperator() == OO_Equal)
        walk(O->getArg(0), [&](const Stmt *S) {
          Own.insert(S);
          return true;
        });
    }
    const Stmt *Read = nullptr;
    bool Around = false;
    llvm::DenseSet<std::pair<unsigned, unsigned>> Seen;
    llvm::SmallVector<Step, 16> Todo{{It->second.first, It->second.second + 1, 0}};
    bool First = true;
    while (!Todo.empty() && Seen.size() < MaxBlocks) {
      Step At = Todo.pop_back_val();
      if (!First && !Seen.insert({At.Block->getBlockID(), At.State}).second)
        continue;
      First = false;
      bool Over = At.Block == &C.flow().graph()->getExit();
      unsigned I = 0;
      for (const CFGElement &Each : *At.Block) {
        auto Element = Each.getAs<CFGStmt>();
        if (I++ < At.Element || !Element || Over)
          continue;
        const Stmt *S = Element->getStmt();
        if (S == P.Await) {
          Around |= At.State & 1;
          Over = true;
        } else if (Own.contains(S)) {
          continue;
        } else if (auto Point = PointOf.find(S);
                   Point != PointOf.end() && Point->second->CanSuspend) {
          // The next operation is cancelled as well, and it has its own result.
          Over = true;
        } else if (const auto *R = dyn_cast<DeclRefExpr>(S);
                   R && About.Names.contains(R->getDecl())) {
          if (!Read || Context.getSourceManager().isBeforeInTranslationUnit(R->getBeginLoc(),
                                                                            Read->getBeginLoc()))
            Read = R;
          At.State |= 1;
        } else if (isa<CXXThrowExpr, CoreturnStmt>(S)) {
          Over = true;
        } else if (auto [D, Constant] = assigned(S); D && (About.Names.contains(D) || Constant)) {
          // Set anew, or a flag that says how to go on.
          Over = true;
        } else if (const auto *M = dyn_cast<CXXMemberCallExpr>(S);
                   M && nameOf(M->getMethodDecl()) == "clear" &&
                   isSubject(M->getImplicitObjectArgument(), About)) {
          Over = true;
        } else if (effectOf(S, About, false) != Effect::None) {
          // Given to what can act on it, on this path at least.
          return;
        }
      }
      const Stmt *Jump = At.Block->getTerminatorStmt();
      if (Jump && ((isa<BreakStmt>(Jump) && leavesLoop(Jump)) || isa<GotoStmt>(Jump)))
        Over = true;
      if (Over || At.Block->hasNoReturnElement())
        continue;
      bool Separated = false;
      auto Ways = waysOn(At.Block, About, {}, true, Separated);
      if (Ways.empty() && At.Block->getTerminatorCondition() &&
          hands(At.Block->getTerminatorCondition(), About))
        return; // It depends on the result in a way that cannot be followed.
      for (const CFGBlock *Next : Ways)
        Todo.push_back({Next, 0, At.State});
    }
    if (!Around || !Read)
      return;
    Swallowed Out;
    Out.Point = &P;
    Out.What.Library = libraryAt(P);
    Out.Then = Aftermath::Loops;
    Out.Next = P.Await;
    Out.Value = Value;
    Out.Read = Read;
    Result.push_back(Out);
  }

  Coroutine &C;
  Unit &U;
  ASTContext &Context;
  const Parents &Parent;
  std::vector<Node> Nodes;
  std::vector<Arrival> Arrivals;
  std::vector<Swallowed> Result;
  llvm::DenseMap<const CXXTryStmt *, unsigned> NodeOf;
  llvm::DenseMap<const Stmt *, const Suspension *> PointOf;
  llvm::DenseMap<const Stmt *, std::pair<const CFGBlock *, unsigned>> PlaceOf;
  llvm::DenseMap<const CXXCatchStmt *, const CFGBlock *> EntryOf;
  llvm::DenseMap<const ValueDecl *, unsigned> Mentioned;
  llvm::DenseMap<const ValueDecl *, llvm::SmallVector<const VarDecl *, 1>> MadeFrom;
  llvm::DenseMap<const FunctionDecl *, Helper> Helpers;
  bool HasGoto = false;
};

/// Whether objects of the class can be awaited, or waited for in some other way.
bool canBeWaitedFor(const CXXRecordDecl *R, const ASTContext &Context) {
  if (!R->hasDefinition())
    return true;
  DeclarationName Await = Context.DeclarationNames.getCXXOperatorName(OO_Coawait);
  static constexpr llvm::StringLiteral Ways[] = {"await_ready", "get",  "wait",
                                                 "result",      "join", "value"};
  llvm::SmallVector<const CXXRecordDecl *, 2> Todo{R->getDefinition()};
  for (size_t I = 0; I < Todo.size() && I < 32; ++I) {
    for (const Decl *D : Todo[I]->decls()) {
      const auto *N = dyn_cast<NamedDecl>(D);
      if (N && (N->getDeclName() == Await || llvm::is_contained(Ways, nameOf(N))))
        return true;
    }
    for (const CXXBaseSpecifier &B : Todo[I]->bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
          Base && Base->hasDefinition())
        Todo.push_back(Base->getDefinition());
      else
        return true;
  }
  for (const DeclContext *In = R->getDeclContext(); In; In = In->getParent())
    if (!In->lookup(Await).empty())
      return true;
  return false;
}

} // namespace

const CXXRecordDecl *classNamed(const ASTContext &Context, llvm::StringRef Name) {
  return dyn_cast_or_null<CXXRecordDecl>(typeNamed(Context, Name));
}

std::vector<Swallowed> findSwallowed(Coroutine &C, Unit &U) { return Finder(C, U).run(); }

bool isRoot(Coroutine &C, Unit &U) {
  QualType T = C.function()->getReturnType();
  if (!T->isDependentType()) {
    const CXXRecordDecl *R = recordOf(T);
    if (!R)
      return true;
    std::string Name = qualifiedName(R);
    if (U.models().Tasks.find(Name).empty() && U.models().Generators.find(Name).empty() &&
        !canBeWaitedFor(R, U.context()))
      return true;
  }
  return U.starts().onlyDetached(C.function());
}

} // namespace cotidy
