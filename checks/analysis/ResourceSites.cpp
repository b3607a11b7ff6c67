// SPDX-License-Identifier: Apache-2.0
// Finds the acquires of a coroutine and the plain handles that they go into.
#include "ResourceState.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using cotidy::model::HandleAt;

namespace cotidy {
namespace {

bool isTransparent(const Stmt *S) {
  return isa<ParenExpr, CastExpr, ExprWithCleanups, CXXBindTemporaryExpr, MaterializeTemporaryExpr,
             ConstantExpr>(S);
}

bool isAwait(const Stmt *S) { return isa<CoawaitExpr, DependentCoawaitExpr>(S); }

/// Whether a value of the type can be an owner itself, as it does something when it ends, or stands
/// for an acquire that is still to come.
bool isOwnerLike(QualType T) {
  if (T.isNull() || T->isDependentType())
    return true;
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!R)
    return false;
  if (!R->hasDefinition() || !R->hasTrivialDestructor())
    return true;
  // A task or an awaiter that was not awaited has done nothing yet.
  auto Has = [R = R->getDefinition()](llvm::StringRef Name) {
    return !R->lookup(&R->getASTContext().Idents.get(Name)).empty() ||
           llvm::any_of(R->bases(), [&](const CXXBaseSpecifier &B) {
             const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
             return Base && Base->hasDefinition() &&
                    !Base->getDefinition()->lookup(&R->getASTContext().Idents.get(Name)).empty();
           });
  };
  return Has("promise_type") || Has("await_ready");
}

/// Whether what \p Path means ends together with the coroutine's frame.
bool endsWithFrame(const Object &Path, const CXXRecordDecl *Class, const FunctionDecl *Frame) {
  const auto *V = dyn_cast_or_null<VarDecl>(Path.front());
  if (!V || !V->hasLocalStorage() || V->getDeclContext() != Frame ||
      V->getType()->isReferenceType() || V->getType()->isPointerType())
    return false;
  for (const ValueDecl *Member : llvm::drop_begin(Path))
    if (Member->getType()->isReferenceType() || Member->getType()->isPointerType())
      return false;
  const CXXRecordDecl *Own = Path.back()->getType()->getAsCXXRecordDecl();
  if (!Own || !Class)
    return true;
  if (Own->getCanonicalDecl() == Class->getCanonicalDecl() || Own->isDerivedFrom(Class))
    return true;
  // Behind a smart pointer: only a sole owner takes it along.
  return Own->getIdentifier() && Own->getName() == "unique_ptr";
}

} // namespace

void ResourceState::findSites() {
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *Call = dyn_cast<CallExpr>(S)) {
      cotidy::Call At = describe(Call);
      if (!At.Callee)
        return true;
      auto Rows = rowsFor(Models.Acquires, At);
      for (const auto &Found : Rows)
        if (applies(Found.Row->When, Found.Row->Unless, At, C.surroundings())) {
          addSite(*Found.Row, Found.From, At, Call, displayName(At.Callee));
          break;
        }
      if (Rows.empty())
        if (const model::Resource *Row = acquiredByShape(At, Models))
          addSite(*Row, nullptr, At, Call, displayName(At.Callee));
    } else if (const auto *New = dyn_cast<CXXNewExpr>(S)) {
      // Memory that somebody else provides is not acquired here.
      bool Nothrow =
          New->getNumPlacementArgs() == 1 && recordOf(New->getPlacementArg(0)->getType()) &&
          isOrDerivesFrom(recordOf(New->getPlacementArg(0)->getType()), "std::nothrow_t");
      if (New->getNumPlacementArgs() && !Nothrow)
        return true;
      llvm::StringRef Name = New->isArray() ? "new[]" : "new";
      for (const auto &Found : Models.Acquires.find(Name)) {
        addSite(*Found.Row, Found.From, {}, New, Name.str());
        break;
      }
    } else if (isAwait(S)) {
      // Some locks are taken by awaiting the object itself.
      const auto *Await = dyn_cast<CoawaitExpr>(S);
      const Expr *Operand = Await ? Await->getOperand()->IgnoreUnlessSpelledInSource() : nullptr;
      const CXXRecordDecl *R =
          Operand && Operand->isLValue() ? Operand->getType()->getAsCXXRecordDecl() : nullptr;
      if (!R || !R->getIdentifier() || !Models.Acquires.mayHave(R->getName()))
        return true;
      cotidy::Call At;
      At.ObjectExpr = Operand;
      At.Class = R;
      for (const auto &Found : Models.Acquires.find(qualifiedName(R)))
        if (Found.Row->Handle == HandleAt::Object) {
          addSite(*Found.Row, Found.From, At, Operand, "co_await");
          break;
        }
    }
    return true;
  });
}

/// Follows the value \p Child up to the plain variable that it goes into, through an await.
const VarDecl *ResourceState::boundTo(const Stmt *&Child) {
  const Parents &Up = C.surroundings().parents();
  auto Plain = [this](const ValueDecl *D) -> const VarDecl * {
    const auto *V = dyn_cast_or_null<VarDecl>(D);
    return V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
                   V->getDeclContext() == C.function()
               ? V
               : nullptr;
  };
  for (const Stmt *P = Up.above(Child); P; Child = P, P = Up.above(P)) {
    if (isTransparent(P))
      continue;
    if (const auto *K = dyn_cast<AbstractConditionalOperator>(P); K && K->getCond() != Child)
      continue;
    if (const auto *K = dyn_cast<CXXConstructExpr>(P);
        K && K->getConstructor()->isCopyOrMoveConstructor())
      continue;
    if (const auto *D = dyn_cast<DeclStmt>(P)) {
      for (const Decl *Each : D->decls())
        if (const auto *V = Plain(dyn_cast<VarDecl>(Each)); V && V->getInit() == Child)
          return V;
      return nullptr;
    }
    const Expr *To = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(P);
        B && B->getOpcode() == BO_Assign && B->getRHS() == Child)
      To = B->getLHS();
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(P);
        O && O->getOperator() == OO_Equal && O->getNumArgs() == 2 && O->getArg(1) == Child)
      To = O->getArg(0);
    if (To) {
      const auto *Ref = dyn_cast<DeclRefExpr>(To->IgnoreParenImpCasts());
      return Ref ? Plain(Ref->getDecl()) : nullptr;
    }
    return nullptr;
  }
  return nullptr;
}

unsigned ResourceState::handleFor(HandleUses::Handle H, const AcquireSite &Site) {
  const SourceManager &SM = Context.getSourceManager();
  auto AddHeaderOf = [&](const NamedDecl *D) {
    if (D && !llvm::is_contained(H.Headers, SM.getFileID(SM.getExpansionLoc(D->getLocation()))))
      H.Headers.push_back(SM.getFileID(SM.getExpansionLoc(D->getLocation())));
  };
  if (const auto *Call = dyn_cast<CallExpr>(Site.Call))
    AddHeaderOf(Call->getDirectCallee());
  if (Site.Row->Handle != HandleAt::Object)
    for (const std::string &Release : Site.Row->Release)
      AddHeaderOf(findName(Context, Release));
  for (unsigned I : ByDecl[H.Path.back()])
    if (Handles[I].What.Path == H.Path && Handles[I].What.Pool == H.Pool) {
      Handles[I].What.Headers.append(H.Headers.begin(), H.Headers.end());
      return I;
    }
  ByDecl[H.Path.back()].push_back(Handles.size());
  Handles.push_back({std::move(H), {}, false});
  SitesOf.emplace_back();
  return Handles.size() - 1;
}

bool ResourceState::bindObject(AcquireSite &Site, const cotidy::Call &At, const Expr *Value) {
  HandleUses::Handle H;
  H.IsObject = true;
  H.Path = objectOf(At.ObjectExpr ? At.ObjectExpr : (At.Args.empty() ? Site.Call : At.Args[0]));
  if (H.Path.empty() || (H.Path.size() == 1 && !H.Path.front()))
    return false;
  // A result that does something when it ends is a guard, or a task that nobody awaited.
  if (isOwnerLike(Value->getType()))
    return false;
  bool Ends = endsWithFrame(H.Path, At.Class, C.function());
  if (Site.From) {
    if (Ends && !Site.Row->Awaited && !Site.Row->OutlivesObject)
      return false;
  } else {
    llvm::StringRef Verb = Site.Row->Acquire.front();
    // Locks of threads are another check's; locks of coroutines are awaited.
    if (Verb == "lock" && Site.Done == Site.Call)
      return false;
    const CXXRecordDecl *Class = At.Class;
    bool CleansUp = !Class || !Class->hasDefinition() || !Class->hasTrivialDestructor();
    bool IsLock = Verb == "lock" || Verb == "acquire";
    if (Ends && (CleansUp || IsLock))
      return false;
    // An owner closes in its destructor, whoever has it.
    if (CleansUp && (Verb == "open" || Verb == "connect"))
      return false;
  }
  Site.Handle = handleFor(std::move(H), Site);
  return true;
}

void ResourceState::addSite(const model::Resource &Row, const model::Library *From,
                            const cotidy::Call &At, const Expr *Written, std::string Name) {
  const Parents &Up = C.surroundings().parents();
  AcquireSite Site;
  Site.Row = &Row;
  Site.From = From;
  Site.Call = Site.Done = Written;
  Site.Name = std::move(Name);
  // An awaited acquire is done when the await goes on.
  const Stmt *Outer = Written;
  for (const Stmt *P = Up.above(Outer); P && (isTransparent(P) || isAwait(P)); P = Up.above(P)) {
    Outer = P;
    if (isAwait(P)) {
      Site.Done = cast<Expr>(P);
      break;
    }
  }
  const Expr *Value = Site.Done;
  const Stmt *Child = Value;
  const VarDecl *To = boundTo(Child);
  switch (Row.Handle) {
  case HandleAt::Object:
    // A handle that comes from a pool is followed itself; the pool takes it back.
    if (!From && To && At.ObjectExpr && Row.Acquire.front() == "acquire" &&
        (To->getType()->isPointerType() || To->getType()->isIntegerType()) &&
        !To->getType()->isBooleanType()) {
      HandleUses::Handle H;
      H.Path = {To};
      H.Pool = objectOf(At.ObjectExpr);
      Site.Handle = handleFor(std::move(H), Site);
      break;
    }
    if (!bindObject(Site, At, Value))
      return;
    Site.Status = To;
    break;
  case HandleAt::Argument: {
    if (Row.Arg >= At.Args.size())
      return;
    HandleUses::Handle H;
    H.Path = objectOf(At.Args[Row.Arg]);
    const auto *V = H.Path.size() == 1 ? dyn_cast_or_null<VarDecl>(H.Path.front()) : nullptr;
    if (!V || !V->hasLocalStorage() || V->getType()->isReferenceType() || isa<ParmVarDecl>(V))
      return;
    Site.Handle = handleFor(std::move(H), Site);
    Site.Status = To;
    break;
  }
  case HandleAt::Result: {
    if (!To)
      return;
    bool Raw = To->getType()->isPointerType() || To->getType()->isIntegerType();
    if (!Raw && !(Row.Awaited && To->getType()->isRecordType()))
      return;
    HandleUses::Handle H;
    H.Path = {To};
    Site.Handle = handleFor(std::move(H), Site);
    break;
  }
  }
  if (To)
    Bindings.insert(Site.Into = Up.above(Child));
  SitesOf[Site.Handle].push_back(Sites.size());
  Happens[Site.Done].push_back({HandleEffect::Acquire, Site.Handle, unsigned(Sites.size())});
  Sites.push_back(std::move(Site));
}

} // namespace cotidy
