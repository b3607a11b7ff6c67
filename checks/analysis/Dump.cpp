// SPDX-License-Identifier: Apache-2.0
// Prints coroutines, their suspension points and what blocks in them.
#include "Dump.h"
#include "BlockingGraph.h"
#include "LoopDependence.h"
#include "Names.h"
#include "Unit.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace cotidy {
namespace {

class Finder : public RecursiveASTVisitor<Finder> {
public:
  explicit Finder(llvm::SmallVectorImpl<const FunctionDecl *> &Found) : Found(Found) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->isThisDeclarationADefinition() && coroutineBody(F) && !inSystemHeader(F))
      Found.push_back(F);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *L) { return VisitFunctionDecl(L->getCallOperator()); }

private:
  llvm::SmallVectorImpl<const FunctionDecl *> &Found;
};

llvm::StringRef idOf(const model::Library *L) { return L ? llvm::StringRef(L->Id) : "unknown"; }

llvm::StringRef text(Coroutine::Role Role) {
  switch (Role) {
  case Coroutine::Role::Task:
    return "task";
  case Coroutine::Role::SyncGenerator:
    return "generator";
  case Coroutine::Role::AsyncGenerator:
    return "async generator";
  }
  return "";
}

} // namespace

void dumpCoroutines(ASTContext &Context, llvm::raw_ostream &Out) {
  std::vector<std::string> Errors;
  std::shared_ptr<Unit> U = Unit::of(Context, {}, Errors);
  const SourceManager &SM = Context.getSourceManager();
  auto At = [&](SourceLocation Loc) {
    Loc = SM.getExpansionLoc(Loc);
    PresumedLoc P = SM.getPresumedLoc(Loc);
    if (P.isInvalid())
      return std::string("?");
    std::string Place = (llvm::Twine(P.getLine()) + ":" + llvm::Twine(P.getColumn())).str();
    return SM.isInMainFile(Loc) ? Place
                                : (llvm::sys::path::filename(P.getFilename()) + ":" + Place).str();
  };
  llvm::SmallVector<const FunctionDecl *, 16> Found;
  for (Decl *D : Context.getTraversalScope())
    Finder(Found).TraverseDecl(D);
  llvm::SmallPtrSet<const FunctionDecl *, 16> Seen;
  Effects Summaries(*U);
  BlockingGraph Graph(Context, U->models(), U->models().Blockings,
                      [](const model::Blocking &) { return true; });
  for (const FunctionDecl *F : Found) {
    if (!Seen.insert(F).second)
      continue;
    Coroutine &C = U->coroutine(F);
    Out << "coroutine " << displayName(F) << " at " << At(F->getLocation()) << ": "
        << text(C.role()) << ", library " << idOf(C.library()) << ", "
        << (!C.start()                         ? "start unknown"
            : *C.start() == model::Start::Lazy ? "lazy"
                                               : "eager");
    if (F->isTemplateInstantiation())
      Out << ", instantiation";
    else if (C.isDependent())
      Out << ", pattern";
    if (U->starts().onlyOffloaded(F))
      Out << ", only offloaded";
    if (U->starts().onlyDetached(F))
      Out << ", only detached";
    Out << "\n";
    for (const Suspension &S : C.suspensions()) {
      Out << "  " << (S.IsYield ? "yield" : "await") << " at " << At(S.Await->getBeginLoc())
          << ": library " << idOf(S.Library);
      if (!S.CanSuspend)
        Out << ", never suspends";
      if (C.mayHaveMoved(S.Await))
        Out << ", may be on a pool";
      if (!C.flow().isReachable(S.Await))
        Out << ", unreachable";
      llvm::ListSeparator Comma;
      auto Locals = C.localsAlive(S.Await);
      if (!Locals.empty())
        Out << ", alive: ";
      for (const VarDecl *V : Locals)
        Out << Comma << V->getName();
      Out << "\n";
    }
    for (const LoopVerdict &V : loopsOf(C, *U, Summaries)) {
      Out << "  loop at " << At(V.Loop->getBeginLoc()) << ": ";
      if (V.Independent)
        Out << "independent, awaits its work at " << At(V.Independent->Await->getBeginLoc());
      else if (V.Why)
        Out << "one by one, " << V.Why->Why << " (" << At(V.Why->At) << ")";
      else
        Out << "has a loop in it that is independent";
      Out << "\n";
    }
    forEachCall(F, [&](const Call &Each) {
      std::optional<BlockingChain> Chain = Graph.chainFrom(Each, C.surroundings(), ~1u);
      if (!Chain)
        return;
      Out << "  blocks at " << At(Each.Loc) << ": ";
      for (const BlockingStep &Step : Chain->Steps)
        Out << Step.Name << " (" << At(Step.Loc) << ") -> ";
      Out << Chain->Leaf.Name << " (" << At(Chain->Leaf.Loc) << ")";
      if (Chain->Leaf.Row && Chain->Leaf.Row->HowSure == model::Tier::May)
        Out << ", may";
      if (C.mayHaveMoved(Each.Site))
        Out << ", may be on a pool";
      Out << "\n";
    });
  }
}

} // namespace cotidy
