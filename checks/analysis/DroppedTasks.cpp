// SPDX-License-Identifier: Apache-2.0
// Finds the expressions whose value is discarded, the locals that nobody names, and whose they are.
#include "DroppedTasks.h"
#include "Conditions.h"
#include "Coroutine.h"
#include "Names.h"
#include "Tasks.h"
#include "Use.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {
namespace {

/// The parts of \p S whose value, if they have one, is discarded.
void discardedIn(const Stmt *S, llvm::SmallVectorImpl<const Expr *> &Out) {
  auto Add = [&](const Stmt *Part) {
    if (const auto *E = dyn_cast_or_null<Expr>(Part))
      Out.push_back(E);
  };
  if (const auto *C = dyn_cast<CompoundStmt>(S)) {
    for (const Stmt *Child : C->body())
      Add(Child);
  } else if (const auto *I = dyn_cast<IfStmt>(S)) {
    Add(I->getInit());
    Add(I->getThen());
    Add(I->getElse());
  } else if (const auto *F = dyn_cast<ForStmt>(S)) {
    Add(F->getInit());
    Add(F->getInc());
    Add(F->getBody());
  } else if (const auto *W = dyn_cast<WhileStmt>(S)) {
    Add(W->getBody());
  } else if (const auto *D = dyn_cast<DoStmt>(S)) {
    Add(D->getBody());
  } else if (const auto *R = dyn_cast<CXXForRangeStmt>(S)) {
    Add(R->getBody());
  } else if (const auto *K = dyn_cast<SwitchCase>(S)) {
    Add(K->getSubStmt());
  } else if (const auto *L = dyn_cast<LabelStmt>(S)) {
    Add(L->getSubStmt());
  } else if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->getOpcode() == BO_Comma) {
    Add(B->getLHS());
  }
}

/// The call whose result the expression hands on unchanged, or null.
const CallExpr *callOf(const Expr *E) {
  return dyn_cast_or_null<CallExpr>(spelled(E, [](const Expr *Each) -> const Expr * {
    const auto *L = dyn_cast<InitListExpr>(Each);
    return L && L->getNumInits() == 1 ? L->getInit(0) : nullptr;
  }));
}

/// Whether the name says that the function owns what it starts; who drops its result knows.
bool startsSomething(const Call &At, const model::Index &Models) {
  if (!rowsFor(Models.Spawns, At).empty() || !rowsFor(Models.Offloads, At).empty())
    return true;
  static constexpr llvm::StringLiteral Words[] = {"spawn",  "detach", "detached", "start",
                                                  "launch", "fork",   "schedule"};
  return hasWord(nameOf(At.Callee), Words);
}

/// Whether the value goes on to a function that the caller gives: then that one is told.
bool hasContinuation(const Call &At, const model::Index &Models) {
  if (!At.ObjectExpr || !isAwaitableTask(At.ObjectExpr->IgnoreParenImpCasts()->getType(), Models))
    return false;
  return llvm::any_of(At.Args, [](const Expr *A) {
    QualType T = A->getType().getNonReferenceType();
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    return (R && (R->isLambda() || nameOf(R) == "function")) || T->isFunctionType() ||
           T->isFunctionPointerType() || T->isMemberFunctionPointerType();
  });
}

/// What may throw in the body and is not in a try block that takes everything; null: nothing.
const Expr *throwsOut(const Stmt *Body) {
  const Expr *Found = nullptr;
  walk(Body, [&](const Stmt *S) {
    if (Found)
      return false;
    if (const auto *T = dyn_cast<CXXTryStmt>(S)) {
      const CXXCatchStmt *Last = T->getHandler(T->getNumHandlers() - 1);
      bool All = !Last->getExceptionDecl();
      // The handlers themselves are outside of it.
      for (unsigned I = 0; All && I < T->getNumHandlers() && !Found; ++I)
        if (!Found)
          Found = throwsOut(T->getHandler(I)->getHandlerBlock());
      return !All;
    }
    if (isa<CXXThrowExpr, CoroutineSuspendExpr, DependentCoawaitExpr>(S))
      Found = cast<Expr>(S);
    else if (const auto *C = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *F = C->getDirectCallee();
      const auto *Type = F ? F->getType()->getAs<FunctionProtoType>() : nullptr;
      if (!F || F->getBuiltinID() || F->isExternC() || (Type && Type->isNothrow()))
        return true;
      Found = C;
    }
    return !Found;
  });
  return Found;
}

/// Of a handler for everything, what it does itself counts little: logging is no lost error.
bool handlesAll(const FunctionDecl *F) {
  const FunctionDecl *Definition = F ? visibleDefinition(F) : nullptr;
  const CoroutineBodyStmt *Body = coroutineBody(Definition);
  const auto *Written = Body ? dyn_cast<CompoundStmt>(Body->getBody()) : nullptr;
  if (!Written)
    return false;
  bool Tries = false;
  for (const Stmt *S : Written->body()) {
    const auto *T = dyn_cast<CXXTryStmt>(S);
    if (T && !T->getHandler(T->getNumHandlers() - 1)->getExceptionDecl())
      Tries = true;
    else if (throwsOut(S))
      return false;
  }
  return Tries;
}

/// Whether the name says that an exception is awaited of what it is given: a test's.
bool wantsThrow(llvm::StringRef Name) {
  return Name.contains_insensitive("throw") || Name.contains_insensitive("raises");
}

/// Whether the call stands in a test that wants it to throw, and no task.
bool isMeantToThrow(const CallExpr *C, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Loc = C->getExprLoc();
  for (unsigned I = 0; Loc.isMacroID() && I < 16; ++I) {
    if (wantsThrow(Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts())))
      return true;
    Loc = SM.getImmediateMacroCallerLoc(Loc);
  }
  return false;
}

std::optional<DroppedTask> dropped(const Expr *E, const model::Index &Models) {
  const CallExpr *C = callOf(E);
  if (!C || !C->isPRValue() || C->isTypeDependent() || !isAwaitableTask(C->getType(), Models))
    return std::nullopt;
  const FunctionDecl *F = C->getDirectCallee();
  if (!F || isa<CXXConversionDecl>(F))
    return std::nullopt;
  Call At = describe(C);
  if (startsSomething(At, Models) || isMeantToThrow(C, F->getASTContext()))
    return std::nullopt;
  DroppedTask Found;
  Found.Call = C;
  Found.When = startOf(C->getType(), Models);
  if (Found.When != model::Start::Lazy && (hasContinuation(At, Models) || handlesAll(F)))
    return std::nullopt;
  return Found;
}

/// Whether the declaration says that the variable is there for its lifetime only.
bool isMeantUnused(const VarDecl *V) {
  llvm::StringRef Name = nameOf(V);
  return V->hasAttr<UnusedAttr>() || V->hasAttr<CleanupAttr>() || Name.empty() ||
         Name.find_first_not_of('_') == llvm::StringRef::npos ||
         Name.starts_with_insensitive("unused") || Name.starts_with_insensitive("ignore");
}

/// The functions that are called, or handed over to be called, by a spawn.
void coroutinesIn(const Expr *Arg, llvm::SmallVectorImpl<const FunctionDecl *> &Out) {
  const Expr *E = stripToObject(spelled(Arg));
  if (const auto *L = dyn_cast<LambdaExpr>(E)) {
    Out.push_back(L->getCallOperator());
  } else if (const auto *C = dyn_cast<CallExpr>(E)) {
    if (const FunctionDecl *F = C->getDirectCallee())
      Out.push_back(F);
  } else if (const auto *R = dyn_cast<DeclRefExpr>(E)) {
    const CXXRecordDecl *Class = R->getType().getNonReferenceType()->getAsCXXRecordDecl();
    if (const auto *F = dyn_cast<FunctionDecl>(R->getDecl()))
      Out.push_back(F);
    else if (Class && Class->isLambda())
      Out.push_back(Class->getLambdaCallOperator());
  }
}

} // namespace

std::vector<DroppedTask> droppedTasks(const Stmt *Body, const model::Index &Models) {
  std::vector<DroppedTask> Result;
  walk(Body, [&](const Stmt *S) {
    llvm::SmallVector<const Expr *, 8> Discarded;
    discardedIn(S, Discarded);
    for (const Expr *E : Discarded)
      if (std::optional<DroppedTask> Found = dropped(E, Models))
        Result.push_back(*Found);
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *Each : D->decls()) {
        const auto *V = dyn_cast<VarDecl>(Each);
        if (!V || isa<DecompositionDecl>(V) || !V->isLocalVarDecl() || V->isStaticLocal() ||
            !V->getInit() || V->isReferenced() || isMeantUnused(V))
          continue;
        if (!isAwaitableTask(V->getType(), Models))
          continue;
        std::optional<DroppedTask> Found = dropped(V->getInit(), Models);
        if (!Found)
          continue;
        Found->Stored = V;
        Found->Declared = D;
        Result.push_back(*Found);
      }
    return true;
  });
  return Result;
}

std::vector<DetachedTask> detachedTasks(const Stmt *Body, const model::Index &Models,
                                        ASTContext &Context) {
  std::vector<DetachedTask> Result;
  Surroundings None(nullptr, Context);
  walk(Body, [&](const Stmt *S) {
    const auto *C = dyn_cast<CallExpr>(S);
    if (!C)
      return true;
    Call At = describe(C);
    bool Detaches = false;
    for (const auto &Found : rowsFor(Models.Spawns, At))
      for (const model::Condition &If : Found.Row->Detached)
        Detaches |= holds(If, At, None);
    if (!Detaches)
      return true;
    llvm::SmallVector<const FunctionDecl *, 2> Started;
    for (const Expr *Arg : At.Args)
      coroutinesIn(Arg, Started);
    for (const FunctionDecl *F : Started) {
      const FunctionDecl *Definition = visibleDefinition(F);
      const CoroutineBodyStmt *Of = coroutineBody(Definition);
      if (!Of || handlesAll(Definition))
        continue;
      if (const Expr *Throws = throwsOut(Of->getBody())) {
        Result.push_back({C, Definition, Throws});
        break;
      }
    }
    return true;
  });
  return Result;
}

void forEachPlainFunction(ASTContext &Context,
                          llvm::function_ref<void(const FunctionDecl *)> Visit) {
  auto Scope = Context.getTraversalScope();
  llvm::SmallVector<const Decl *, 64> Todo(Scope.begin(), Scope.end());
  auto AddAll = [&](const DeclContext *Of) {
    for (const Decl *D : Of->decls())
      Todo.push_back(D);
  };
  while (!Todo.empty()) {
    const Decl *D = Todo.pop_back_val();
    if (isa<TranslationUnitDecl>(D)) {
      AddAll(cast<TranslationUnitDecl>(D));
      continue;
    }
    if (D->isImplicit() || D->isInvalidDecl() || inSystemHeader(D))
      continue;
    if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D)) {
      AddAll(cast<DeclContext>(D));
    } else if (const auto *R = dyn_cast<CXXRecordDecl>(D)) {
      if (R->isThisDeclarationADefinition())
        AddAll(R);
    } else if (const auto *T = dyn_cast<ClassTemplateDecl>(D)) {
      Todo.push_back(T->getTemplatedDecl());
    } else if (const auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
      Todo.push_back(T->getTemplatedDecl());
    } else if (const auto *F = dyn_cast<FriendDecl>(D)) {
      if (F->getFriendDecl())
        Todo.push_back(F->getFriendDecl());
    } else if (const auto *F = dyn_cast<FunctionDecl>(D)) {
      if (!F->doesThisDeclarationHaveABody() || F->hasSkippedBody() || F->isDefaulted())
        continue;
      if (!coroutineBody(F))
        Visit(F);
      llvm::SmallPtrSet<const LambdaExpr *, 4> Tests;
      walk(F->getBody(), [&](const Stmt *S) {
        if (const auto *C = dyn_cast<CallExpr>(S)) {
          if (wantsThrow(nameOf(C->getDirectCallee())))
            for (const Expr *A : C->arguments())
              if (const auto *L = dyn_cast<LambdaExpr>(spelled(A)))
                Tests.insert(L);
        } else if (const auto *L = dyn_cast<LambdaExpr>(S)) {
          if (!Tests.contains(L))
            Todo.push_back(L->getCallOperator());
        } else if (const auto *DS = dyn_cast<DeclStmt>(S))
          for (const Decl *Each : DS->decls())
            if (isa<CXXRecordDecl>(Each))
              Todo.push_back(Each);
        return true;
      });
    } else if (const auto *V = dyn_cast<VarDecl>(D)) {
      // A lambda at namespace scope.
      if (V->getInit())
        walk(V->getInit(), [&](const Stmt *S) {
          if (const auto *L = dyn_cast<LambdaExpr>(S))
            Todo.push_back(L->getCallOperator());
          return true;
        });
    }
  }
}

} // namespace cotidy
