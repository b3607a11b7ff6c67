// SPDX-License-Identifier: Apache-2.0
// Walks bodies and finds the calls in them.
#include "Body.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"

using namespace clang;

namespace cotidy {
namespace {

using Children = llvm::SmallVector<const Stmt *, 8>;

/// The parts of \p S that run when it runs.
void partsOf(const Stmt *S, Children &Out) {
  if (const auto *L = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : L->capture_inits())
      Out.push_back(Init);
  } else if (const auto *C = dyn_cast<CoroutineSuspendExpr>(S)) {
    Out.push_back(C->getOperand());
  } else if (const auto *D = dyn_cast<DependentCoawaitExpr>(S)) {
    Out.push_back(D->getOperand());
  } else if (const auto *R = dyn_cast<CoreturnStmt>(S)) {
    Out.push_back(R->getOperand());
  } else if (isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, RequiresExpr, ConceptSpecializationExpr,
                 BlockExpr, OpaqueValueExpr>(S)) {
  } else if (const auto *T = dyn_cast<CXXTypeidExpr>(S)) {
    if (!T->isTypeOperand() && T->isPotentiallyEvaluated())
      Out.push_back(T->getExprOperand());
  } else if (const auto *I = dyn_cast<IfStmt>(S); I && I->isConstexpr()) {
    Out.push_back(I->getInit());
    const auto *Cond = dyn_cast<ConstantExpr>(I->getCond());
    bool Known = Cond && Cond->hasAPValueResult() && Cond->getAPValueResult().isInt();
    if (!Known || Cond->getAPValueResult().getInt() != 0)
      Out.push_back(I->getThen());
    if (!Known || Cond->getAPValueResult().getInt() == 0)
      Out.push_back(I->getElse());
  } else if (const auto *A = dyn_cast<CXXDefaultArgExpr>(S)) {
    Out.push_back(A->getExpr());
  } else if (const auto *I = dyn_cast<CXXDefaultInitExpr>(S)) {
    Out.push_back(I->getExpr());
  } else if (const auto *C = dyn_cast<ChooseExpr>(S)) {
    if (!C->isConditionDependent())
      Out.push_back(C->getChosenSubExpr());
  } else if (const auto *G = dyn_cast<GenericSelectionExpr>(S)) {
    if (!G->isResultDependent())
      Out.push_back(G->getResultExpr());
  } else if (const auto *B = dyn_cast<CoroutineBodyStmt>(S)) {
    Out.push_back(B->getBody());
  } else {
    for (const Stmt *Child : S->children())
      Out.push_back(Child);
  }
}

/// The variables whose value is given away, so that their destructors find nothing to do.
llvm::SmallPtrSet<const ValueDecl *, 8> givenAway(const Stmt *Body) {
  llvm::SmallPtrSet<const ValueDecl *, 8> Result;
  auto Give = [&](const Expr *E) {
    if (const auto *Ref = E ? dyn_cast<DeclRefExpr>(E->IgnoreUnlessSpelledInSource()) : nullptr)
      Result.insert(Ref->getDecl());
  };
  walk(Body, [&](const Stmt *S) {
    if (const auto *R = dyn_cast<ReturnStmt>(S))
      Give(R->getRetValue());
    else if (const auto *R = dyn_cast<CoreturnStmt>(S))
      Give(R->getOperand());
    else if (const auto *C = dyn_cast<CallExpr>(S); C && C->isCallToStdMove() && C->getNumArgs())
      Give(C->getArg(0));
    else if (const auto *C = dyn_cast<CXXMemberCallExpr>(S))
      if (const CXXMethodDecl *M = C->getMethodDecl();
          M && M->getIdentifier() && M->getName() == "release")
        Give(C->getImplicitObjectArgument());
    return true;
  });
  return Result;
}

/// The class whose destructor ends an object of this type; looks through arrays.
const CXXRecordDecl *destroyedClass(QualType T) {
  if (T.isNull() || T->isReferenceType() || T->isDependentType())
    return nullptr;
  const CXXRecordDecl *R = T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  return R && R->hasDefinition() && !R->hasTrivialDestructor() ? R->getDefinition() : nullptr;
}

/// Turns statements into calls for one function.
class CallFinder {
public:
  CallFinder(const FunctionDecl *F, llvm::function_ref<void(const Call &)> Visit)
      : F(F), Body(F ? writtenBody(F) : nullptr), Visit(Visit) {}

  void run() {
    if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(F))
      for (const CXXCtorInitializer *I : Ctor->inits())
        find(I->getInit());
    if (Body)
      find(Body);
    if (const auto *Dtor = dyn_cast<CXXDestructorDecl>(F))
      membersOf(Dtor->getParent());
  }

  /// Members in reverse order of declaration, then bases: the order in which they end.
  void membersOf(const CXXRecordDecl *Class) {
    if (!Class->hasDefinition() || Class->isDependentType())
      return;
    llvm::SmallVector<const FieldDecl *, 8> Fields(Class->fields());
    for (const FieldDecl *Field : llvm::reverse(Fields))
      destroy(Field, Field->getType(), Field->getLocation());
    for (const CXXBaseSpecifier &Base : Class->bases())
      if (const CXXRecordDecl *R = destroyedClass(Base.getType()))
        emitDestructor(R, nullptr, Base.getBeginLoc());
  }

private:
  void find(const Stmt *Root) {
    walk(Root, [&](const Stmt *S) {
      if (const Expr *Default = writtenElsewhere(S)) {
        const Expr *Outer = std::exchange(Within, Within ? Within : cast<Expr>(S));
        find(Default);
        Within = Outer;
        return false;
      }
      visit(S);
      return true;
    });
  }

  /// What a default argument or initialiser runs here, though it is written in another place.
  const Expr *writtenElsewhere(const Stmt *S) const {
    if (const auto *A = dyn_cast<CXXDefaultArgExpr>(S))
      return A->getExpr();
    const auto *I = dyn_cast<CXXDefaultInitExpr>(S);
    return I && !isa_and_nonnull<CXXConstructorDecl>(F) ? I->getExpr() : nullptr;
  }

  void emit(Call &Out) {
    if ((Out.Within = Within))
      Out.Loc = Within->getExprLoc();
    Visit(Out);
  }

  void visit(const Stmt *S) {
    if (const auto *C = dyn_cast<CallExpr>(S))
      return visitCall(C);
    if (const auto *C = dyn_cast<CXXConstructExpr>(S)) {
      Call Out;
      Out.Kind = Call::Constructor;
      Out.Callee = C->getConstructor();
      Out.Class = C->getConstructor()->getParent();
      Out.Site = C;
      Out.Loc = C->getBeginLoc();
      Out.Args = llvm::ArrayRef(C->getArgs(), C->getNumArgs());
      return emit(Out);
    }
    if (const auto *D = dyn_cast<CXXDeleteExpr>(S)) {
      QualType T = D->getDestroyedType();
      const CXXRecordDecl *R = T.isNull() ? nullptr : destroyedClass(T);
      const CXXDestructorDecl *Dtor = R ? R->getDestructor() : nullptr;
      if (Dtor && (!Dtor->isVirtual() || R->isEffectivelyFinal()))
        emitDestructor(R, nullptr, D->getBeginLoc());
      return;
    }
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each); V && V->hasLocalStorage())
          destroy(V, V->getType(), V->getLocation());
      return;
    }
    if (const auto *C = dyn_cast<CompoundStmt>(S))
      for (const Stmt *Child : C->body())
        if (const auto *E = dyn_cast<Expr>(Child))
          Dropped.insert(E->IgnoreUnlessSpelledInSource());
  }

  void visitCall(const CallExpr *C) {
    Call Out = describe(C);
    Out.Discarded = Dropped.contains(C->IgnoreUnlessSpelledInSource());
    emit(Out);
  }

  void destroy(const ValueDecl *What, QualType T, SourceLocation Loc) {
    const CXXRecordDecl *R = destroyedClass(T);
    if (!R)
      return;
    if (Body && !GivenAway)
      GivenAway = givenAway(Body);
    if (!GivenAway || !GivenAway->contains(What))
      emitDestructor(R, What, Loc);
  }

  void emitDestructor(const CXXRecordDecl *R, const ValueDecl *What, SourceLocation Loc) {
    Call Out;
    Out.Kind = Call::Destructor;
    Out.Callee = R->getDestructor();
    Out.Class = R;
    Out.Destroyed = What;
    Out.Loc = Loc;
    Visit(Out);
  }

  const FunctionDecl *F;
  const Stmt *Body;
  llvm::function_ref<void(const Call &)> Visit;
  const Expr *Within = nullptr; ///< The outermost default argument or initialiser at work.
  llvm::SmallPtrSet<const Expr *, 16> Dropped;
  std::optional<llvm::SmallPtrSet<const ValueDecl *, 8>> GivenAway;
};

} // namespace

void walk(const Stmt *Root, llvm::function_ref<bool(const Stmt *)> Visit) {
  llvm::SmallVector<const Stmt *, 32> Todo{Root};
  Children Parts;
  while (!Todo.empty()) {
    const Stmt *S = Todo.pop_back_val();
    if (!S || !Visit(S))
      continue;
    Parts.clear();
    partsOf(S, Parts);
    Todo.append(Parts.rbegin(), Parts.rend());
  }
}

Parents::Parents(const Stmt *Root) {
  llvm::SmallVector<const Stmt *, 32> Todo{Root};
  Children Parts;
  while (!Todo.empty()) {
    const Stmt *S = Todo.pop_back_val();
    Parts.clear();
    partsOf(S, Parts);
    for (const Stmt *Part : Parts)
      if (Part && Parent.try_emplace(Part, S).second)
        Todo.push_back(Part);
  }
}

llvm::SmallVector<const Stmt *, 8> Parents::of(const Stmt *S) const {
  llvm::SmallVector<const Stmt *, 8> Path;
  for (S = Parent.lookup(S); S; S = Parent.lookup(S))
    Path.push_back(S);
  return Path;
}

const Stmt *writtenBody(const FunctionDecl *F) {
  const Stmt *Body = F->getBody();
  if (const auto *C = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    return C->getBody();
  return Body;
}

/// A virtual call is followed only where its target is known for sure.
static void resolveVirtual(Call &Out, const Expr *Object, bool Qualified) {
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(Out.Callee);
  if (!M || !M->isVirtual() || Qualified || Object->isTypeDependent())
    return;
  if (const CXXMethodDecl *Target = M->getDevirtualizedMethod(Object, /*IsAppleKext=*/false))
    Out.Callee = Target;
  else
    Out.Dispatched = true;
}

unsigned writtenArguments(const CallExpr *C) {
  unsigned Written = 0;
  while (Written < C->getNumArgs() && !isa<CXXDefaultArgExpr>(C->getArg(Written)))
    ++Written;
  return Written;
}

Call describe(const CallExpr *C) {
  Call Out;
  Out.Site = C;
  Out.Loc = C->getBeginLoc();
  Out.Callee = C->getDirectCallee();
  Out.Args = llvm::ArrayRef(C->getArgs(), C->getNumArgs());
  // The class is that of the object as written: a method is often declared in a base of it.
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(C)) {
    Out.Loc = M->getExprLoc();
    Out.ObjectExpr = M->getImplicitObjectArgument();
    if (Out.ObjectExpr)
      Out.Class = recordOf(Out.ObjectExpr->IgnoreParenImpCasts()->getType());
    if (const auto *E = dyn_cast<MemberExpr>(M->getCallee()->IgnoreParens()); E && Out.ObjectExpr)
      resolveVirtual(Out, Out.ObjectExpr, E->hasQualifier());
  } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(C)) {
    const auto *M = dyn_cast_or_null<CXXMethodDecl>(Out.Callee);
    if (O->getNumArgs())
      Out.Class = recordOf(O->getArg(0)->IgnoreParenImpCasts()->getType());
    if (M && M->isInstance() && O->getNumArgs()) {
      Out.ObjectExpr = O->getArg(0);
      Out.Args = Out.Args.drop_front();
      resolveVirtual(Out, O->getArg(0), false);
    }
  } else if (!Out.Callee) {
    // In a template that was not instantiated, a qualified name still says what is meant.
    const auto *U = dyn_cast<UnresolvedLookupExpr>(C->getCallee()->IgnoreParens());
    if (U && U->getNumDecls() && U->getQualifier())
      Out.Callee = (*U->decls_begin())->getUnderlyingDecl()->getAsFunction();
  }
  return Out;
}

void forEachMemberDestroyed(const CXXRecordDecl *Class,
                            llvm::function_ref<void(const Call &)> Visit) {
  CallFinder(nullptr, Visit).membersOf(Class);
}

void forEachCall(const FunctionDecl *F, llvm::function_ref<void(const Call &)> Visit) {
  CallFinder(F, Visit).run();
}

const FunctionDecl *visibleDefinition(const FunctionDecl *F) {
  const FunctionDecl *Definition = nullptr;
  if (!F->hasBody(Definition)) {
    const FunctionDecl *Pattern = F->getTemplateInstantiationPattern();
    if (!Pattern || !Pattern->hasBody(Definition))
      return nullptr;
  }
  if (Definition->hasSkippedBody() || Definition->isInvalidDecl() || inSystemHeader(Definition))
    return nullptr;
  return Definition;
}

} // namespace cotidy
