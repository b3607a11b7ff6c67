// SPDX-License-Identifier: Apache-2.0
// Follows a handle from where it is named up to the expression that decides what becomes of it.
#include "HandleUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

model::Resource shapeRow(std::vector<std::string> Acquire, std::vector<std::string> Release,
                         std::string What, std::string Leaves) {
  model::Resource R;
  R.Acquire = std::move(Acquire);
  R.Release = std::move(Release);
  R.What = std::move(What);
  R.Leaves = std::move(Leaves);
  R.Handle = model::HandleAt::Object;
  return R;
}

/// The pairs of members that mean a resource in a library that no model knows.
llvm::ArrayRef<model::Resource> shapes() {
  static const model::Resource Rows[] = {
      shapeRow({"lock"}, {"unlock"}, "lock", "whoever locks it next waits for ever"),
      shapeRow({"acquire"}, {"release"}, "acquired resource", "it is never given back"),
      shapeRow({"open"}, {"close"}, "open handle", "it stays open"),
      shapeRow({"connect"}, {"close", "disconnect"}, "connection", "the connection stays open"),
      shapeRow({"begin"}, {"commit", "rollback"}, "transaction", "the transaction stays open"),
  };
  return Rows;
}

llvm::StringRef plainName(const FunctionDecl *F) {
  return F && F->getIdentifier() ? F->getName() : llvm::StringRef();
}

bool hasMember(const CXXRecordDecl *Class, llvm::StringRef Name, ASTContext &Context) {
  llvm::SmallVector<const CXXRecordDecl *, 4> Todo{Class};
  for (size_t I = 0; I < Todo.size() && I < 32; ++I) {
    const CXXRecordDecl *Def = Todo[I] ? Todo[I]->getDefinition() : nullptr;
    if (!Def)
      continue;
    for (const NamedDecl *D : Def->lookup(&Context.Idents.get(Name)))
      if (isa<CXXMethodDecl, FunctionTemplateDecl>(D->getUnderlyingDecl()))
        return true;
    for (const CXXBaseSpecifier &B : Def->bases())
      Todo.push_back(B.getType()->getAsCXXRecordDecl());
  }
  return false;
}

/// Only classes of which no model speaks are judged by their members.
bool mayHaveShape(const Call &At, const model::Index &Models) {
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(At.Callee);
  if (!M || M->isStatic() || At.Kind != Call::Function || !At.ObjectExpr)
    return false;
  const CXXRecordDecl *Class = M->getParent();
  return !Class->isLambda() && !Class->isInStdNamespace() &&
         !Models.libraryOf(qualifiedName(Class)) &&
         !(At.Class && Models.libraryOf(qualifiedName(At.Class)));
}

bool isConstPointee(QualType T) {
  return (T->isPointerType() || T->isReferenceType()) && T->getPointeeType().isConstQualified();
}

/// Members after which the object behind a handle is no longer the caller's.
bool endsOwnership(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Names[] = {
      "deleteLater", "release", "Release", "destroy", "Destroy",     "close",   "Close",
      "unref",       "Unref",   "decref",  "dispose", "Dispose",     "free",    "reset",
      "detach",      "deref",   "Delete",  "remove",  "unreference", "shutdown"};
  return llvm::is_contained(Names, Name);
}

/// Whether the class is the standard library's and keeps what it is given.
bool keepsArguments(const CXXRecordDecl *R) { return R && R->isInStdNamespace(); }

/// Whether an object of the type does something when it ends: then it may own what it was given.
bool mayOwn(QualType T) {
  const CXXRecordDecl *R =
      T.isNull() ? nullptr : T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  return R && (!R->hasDefinition() || !R->hasTrivialDestructor());
}

/// Whether \p F is C's, from a header: it does not keep what it is given unless a model says so.
bool isPlainC(const FunctionDecl *F) {
  if (F->getBuiltinID())
    return true;
  const SourceManager &SM = F->getASTContext().getSourceManager();
  return F->isExternC() && !SM.isInMainFile(SM.getExpansionLoc(F->getLocation()));
}

} // namespace

const model::Resource *acquiredByShape(const Call &At, const model::Index &Models) {
  llvm::StringRef Name = plainName(At.Callee);
  for (const model::Resource &Row : shapes())
    if (Row.Acquire.front() == Name) {
      if (!mayHaveShape(At, Models))
        return nullptr;
      const CXXRecordDecl *Class =
          At.Class ? At.Class : cast<CXXMethodDecl>(At.Callee)->getParent();
      for (const std::string &Release : Row.Release)
        if (hasMember(Class, Release, At.Callee->getASTContext()))
          return &Row;
      return nullptr;
    }
  return nullptr;
}

bool releasedByShape(const Call &At, const model::Index &Models) {
  llvm::StringRef Name = plainName(At.Callee);
  for (const model::Resource &Row : shapes())
    if (llvm::is_contained(Row.Release, Name))
      return mayHaveShape(At, Models);
  return false;
}

void HandleUses::forEachRef(const Stmt *Body,
                            llvm::function_ref<void(const Expr *, const Object &)> Visit) {
  walk(Body, [&](const Stmt *S) {
    if (isa<DeclRefExpr, MemberExpr>(S)) {
      // The variable and each chain of members on it are paths of their own.
      Object Path = objectOf(cast<Expr>(S));
      if (!Path.empty())
        Visit(cast<Expr>(S), Path);
    }
    return true;
  });
}

/// A function of C from the header in which the resource is acquired or released works on it.
bool HandleUses::isUse(const FunctionDecl *F, const Handle &H) const {
  if (F->getBuiltinID())
    return true;
  const SourceManager &SM = F->getASTContext().getSourceManager();
  return llvm::is_contained(H.Headers, SM.getFileID(SM.getExpansionLoc(F->getLocation())));
}

bool HandleUses::releases(const Call &At, const Handle &H) const {
  bool Known = !rowsFor(Models.Releases, At).empty();
  if (!Known && !releasedByShape(At, Models))
    return false;
  if (At.ObjectExpr) {
    Object On = objectOf(At.ObjectExpr);
    if (!On.empty() && (On == H.Path || On == H.Pool))
      return true;
    if (!Known && H.Pool.empty())
      return false;
  }
  return llvm::any_of(At.Args, [&](const Expr *A) { return objectOf(A) == H.Path; });
}

HandleUse HandleUses::at(const Expr *Ref, const Handle &H, const Parents &Up) {
  HandleUse Result;
  Result.Ref = Ref;
  Result.Place = Ref;
  const Stmt *Child = Ref;
  // Inner: what the handle points to, not the handle itself. Address: the variable itself is given
  // away. Moved: the caller says that it gives it away.
  bool Inner = false, Address = false, Loaded = false, Moved = false;
  auto Is = [&](HandleEffect E, const Stmt *Place = nullptr) {
    if (Moved && E != HandleEffect::Release && E != HandleEffect::Share)
      E = HandleEffect::Transfer;
    // An object that is locked or opened has no owner to change; only its moves and guards count.
    Result.Effect = E;
    if (isa_and_nonnull<Expr>(Place))
      Result.Place = Place;
    return Result;
  };
  for (const Stmt *P = Up.above(Child); P; Child = P, P = Up.above(P)) {
    if (isa<ParenExpr, ExprWithCleanups, CXXBindTemporaryExpr, MaterializeTemporaryExpr,
            ConstantExpr, CXXDefaultArgExpr, SubstNonTypeTemplateParmExpr>(P))
      continue;
    if (const auto *C = dyn_cast<CastExpr>(P)) {
      switch (C->getCastKind()) {
      case CK_LValueToRValue:
        if (Inner && !Address)
          return Is(HandleEffect::Use);
        Loaded = true;
        continue;
      case CK_PointerToBoolean:
      case CK_IntegralToBoolean:
      case CK_ToVoid:
        return Is(HandleEffect::Use);
      default:
        continue;
      }
    }
    if (const auto *U = dyn_cast<UnaryOperator>(P)) {
      switch (U->getOpcode()) {
      case UO_AddrOf:
        if (Inner) {
          Inner = false;
          Loaded = true;
        } else {
          Address = true;
        }
        continue;
      case UO_Deref:
        if (Address)
          Address = false;
        else
          Inner = true;
        continue;
      case UO_PreInc:
      case UO_PreDec:
      case UO_PostInc:
      case UO_PostDec:
        return Is(Inner ? HandleEffect::Use : HandleEffect::Reassign, P);
      default:
        return Is(HandleEffect::Use);
      }
    }
    if (const auto *M = dyn_cast<MemberExpr>(P)) {
      // The callee of a member call is decided at the call.
      if (!isa<CXXMethodDecl>(M->getMemberDecl()))
        Inner = true;
      if (H.IsObject && Inner)
        return Is(HandleEffect::Use);
      continue;
    }
    if (isa<CXXDependentScopeMemberExpr, UnresolvedMemberExpr>(P))
      return Is(HandleEffect::Lend);
    if (const auto *A = dyn_cast<ArraySubscriptExpr>(P)) {
      if (A->getIdx() == Child)
        return Is(HandleEffect::Use);
      Inner = true;
      continue;
    }
    if (const auto *B = dyn_cast<BinaryOperator>(P)) {
      if (B->isComparisonOp() || B->isLogicalOp())
        return Is(HandleEffect::Use);
      if (B->isCommaOp()) {
        if (B->getRHS() == Child)
          continue;
        return Is(HandleEffect::Use);
      }
      if (B->isAssignmentOp()) {
        if (B->getLHS() == Child)
          return Is(Inner ? HandleEffect::Use : HandleEffect::Reassign, P);
        if (B->getOpcode() != BO_Assign)
          return Is(HandleEffect::Use);
        const Expr *To = B->getLHS()->IgnoreParenImpCasts();
        if (const auto *V = dyn_cast<DeclRefExpr>(To)) {
          const auto *Var = dyn_cast<VarDecl>(V->getDecl());
          bool Local = Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType();
          return Is(Local ? HandleEffect::Pass : HandleEffect::Transfer, P);
        }
        // Into a plain struct on the stack (pollfd, iovec) it goes to be used; nobody owns it
        // there.
        if (const auto *F = dyn_cast<MemberExpr>(To); F && !F->isArrow()) {
          Object Into = objectOf(F);
          const auto *V = Into.empty() ? nullptr : dyn_cast_or_null<VarDecl>(Into.front());
          if (V && V->hasLocalStorage() && !V->getType()->isReferenceType() &&
              V->getType()->isRecordType() && !mayOwn(V->getType()))
            return Is(HandleEffect::Pass, P);
        }
        return Is(HandleEffect::Transfer, P);
      }
      if (B->isAdditiveOp() && Ref->getType()->isPointerType() && !Inner)
        continue;
      return Is(HandleEffect::Use);
    }
    if (const auto *C = dyn_cast<AbstractConditionalOperator>(P)) {
      if (C->getCond() == Child)
        return Is(HandleEffect::Use);
      continue;
    }
    if (const auto *C = dyn_cast<CXXConstructExpr>(P)) {
      if (Inner)
        return Is(HandleEffect::Use);
      const CXXRecordDecl *Made = C->getConstructor()->getParent();
      const CXXRecordDecl *Own = Ref->getType()->getAsCXXRecordDecl();
      if (Own && Own->getCanonicalDecl() == Made->getCanonicalDecl() &&
          C->getConstructor()->isCopyOrMoveConstructor()) {
        Moved |= C->getConstructor()->isMoveConstructor() && Moved;
        Loaded = true;
        continue;
      }
      Call At;
      At.Kind = Call::Constructor;
      At.Callee = C->getConstructor();
      At.Class = Made;
      At.Args = llvm::ArrayRef(C->getArgs(), C->getNumArgs());
      if (!rowsFor(Models.Borrows, At).empty())
        return Is(HandleEffect::Use, P);
      if (mayOwn(C->getType()))
        return Is(
            Address || (!Loaded && !H.IsObject && !Ref->getType()->isRecordType() &&
                        C->getNumArgs() && C->getConstructor()->getNumParams() &&
                        C->getConstructor()->getParamDecl(0)->getType()->isLValueReferenceType() &&
                        !isConstPointee(C->getConstructor()->getParamDecl(0)->getType()))
                ? HandleEffect::Share
                : HandleEffect::Transfer,
            P);
      return Is(HandleEffect::Pass, P);
    }
    if (const auto *C = dyn_cast<CallExpr>(P)) {
      Call At = describe(C);
      if (C->isCallToStdMove()) {
        Moved = true;
        Loaded = true;
        if (!Inner)
          continue;
        return Is(HandleEffect::Use);
      }
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(C)) {
        bool First = O->getNumArgs() && O->getArg(0) == Child;
        if (First && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star)) {
          if (!H.IsObject)
            Inner = true;
          continue;
        }
        if (O->isComparisonOp() || O->getOperator() == OO_Exclaim)
          return Is(HandleEffect::Use);
        if (First && O->getOperator() == OO_Equal)
          return Is(HandleEffect::Reassign, P);
        if (First && O->getOperator() == OO_Call)
          return Is(HandleEffect::Use);
      }
      if (C->getCallee() == Child || (At.ObjectExpr && At.ObjectExpr == Child)) {
        // A member of the object, or of what the handle points to.
        if (releases(At, H))
          return Is(HandleEffect::Release, P);
        if (!rowsFor(Models.Acquires, At).empty() || acquiredByShape(At, Models))
          return Is(HandleEffect::Use);
        if (H.IsObject) {
          llvm::StringRef Name = plainName(At.Callee);
          if (Name == "get" && C->getNumArgs() == 0)
            continue;
          return Is(HandleEffect::Use);
        }
        if (endsOwnership(plainName(At.Callee)))
          return Is(HandleEffect::Transfer, P);
        const auto *M = dyn_cast_or_null<CXXMethodDecl>(At.Callee);
        return Is(M && (M->isConst() || M->isStatic()) ? HandleEffect::Use : HandleEffect::Lend, P);
      }
      return Is(ofArgument(At, C, Child, H, Address || (!Loaded && !Inner), Inner), P);
    }
    if (isa<CXXDeleteExpr>(P))
      return Is(Inner ? HandleEffect::Use : HandleEffect::Release, P);
    if (const auto *L = dyn_cast<LambdaExpr>(P)) {
      // `[fd = fd]` is a variable of the lambda's own.
      auto Init = L->capture_init_begin();
      for (const LambdaCapture &K : L->captures()) {
        if (*Init++ != Child || !K.capturesVariable() || !K.getCapturedVar()->isInitCapture())
          continue;
        Handle Own = H;
        Own.Path = {K.getCapturedVar()};
        HandleEffect E = inBody(L->getBody(), Own);
        return Is(E > HandleEffect::Pass ? HandleEffect::Transfer : E, P);
      }
      return Is(inLambda(L, H), P);
    }
    if (const auto *I = dyn_cast<InitListExpr>(P)) {
      if (Inner)
        return Is(HandleEffect::Use);
      // A member of the list that is a reference sees the variable, whenever it was made.
      if (!H.IsObject && (Address || (!Loaded && !Ref->getType()->isRecordType())))
        return Is(HandleEffect::Share, P);
      return Is(mayOwn(I->getType()) ? HandleEffect::Transfer : HandleEffect::Pass, P);
    }
    if (isa<CoyieldExpr>(P))
      return Is(Inner ? HandleEffect::Use : HandleEffect::Pass);
    // What is awaited can end itself.
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(P))
      return Is(H.IsObject ? HandleEffect::Use : HandleEffect::Pass);
    if (isa<ReturnStmt, CoreturnStmt, CXXThrowExpr>(P))
      return Is(Inner ? HandleEffect::Use : HandleEffect::Transfer);
    if (const auto *D = dyn_cast<DeclStmt>(P)) {
      for (const Decl *Each : D->decls()) {
        const auto *V = dyn_cast<VarDecl>(Each);
        if (!V || V->getInit() != Child)
          continue;
        if (V->getType()->isReferenceType())
          return Is(Inner ? HandleEffect::Use
                          : (H.IsObject ? HandleEffect::Pass : HandleEffect::Share));
        return Is(Address && !H.IsObject ? HandleEffect::Share : HandleEffect::Pass);
      }
      return Is(HandleEffect::Pass);
    }
    if (isa<CompoundStmt, IfStmt, WhileStmt, DoStmt, ForStmt, SwitchStmt, CaseStmt, LabelStmt,
            DefaultStmt, CXXForRangeStmt, AttributedStmt, CXXTryStmt, CXXCatchStmt>(P))
      return Is(HandleEffect::Use);
    if (Inner && isa<Expr>(P))
      return Is(HandleEffect::Use);
    return Is(HandleEffect::Pass);
  }
  return Is(HandleEffect::Use);
}

HandleEffect HandleUses::ofArgument(const Call &At, const CallExpr *Site, const Stmt *Arg,
                                    const Handle &H, bool ByReference, bool Inner) {
  if (Inner) {
    // A reference to what it points to: by value or const it is only read.
    const auto *E = cast<Expr>(Arg);
    if (!E->isLValue() || E->getType().isConstQualified())
      return HandleEffect::Use;
    return At.Callee && isPlainC(At.Callee) ? HandleEffect::Use : HandleEffect::Lend;
  }
  if (releases(At, H))
    return HandleEffect::Release;
  if (!At.Callee)
    return ByReference && !H.IsObject ? HandleEffect::Share : HandleEffect::Pass;
  if (!rowsFor(Models.Takes, At).empty())
    return HandleEffect::Transfer;
  if (!rowsFor(Models.Borrows, At).empty())
    return HandleEffect::Use;
  for (const auto &Found : rowsFor(Models.Acquires, At))
    if (Found.Row->Handle == model::HandleAt::Argument && Found.Row->Arg < At.Args.size() &&
        objectOf(At.Args[Found.Row->Arg]) == H.Path)
      return HandleEffect::Acquire;
  unsigned Index = ~0u;
  for (unsigned I = 0; I < At.Args.size(); ++I)
    if (At.Args[I] == Arg)
      Index = I;
  QualType T =
      Index < At.Callee->getNumParams() ? At.Callee->getParamDecl(Index)->getType() : QualType();
  if (!T.isNull() && isConstPointee(T))
    return HandleEffect::Use;
  // What C takes as any pointer can be the argument of a callback.
  if (isPlainC(At.Callee)) {
    if (ByReference && !H.IsObject)
      return HandleEffect::Transfer;
    return isUse(At.Callee, H) && (T.isNull() || !T->isVoidPointerType()) ? HandleEffect::Use
                                                                          : HandleEffect::Pass;
  }
  if (const auto *M = dyn_cast<CXXMethodDecl>(At.Callee);
      M && keepsArguments(M->getParent()) && !Site->getType().isNull()) {
    llvm::StringRef Name = plainName(M);
    if (Name.starts_with("push") || Name.starts_with("emplace") || Name.starts_with("insert") ||
        Name == "reset" || Name == "assign" || Name == "try_emplace" || Name == "store")
      return HandleEffect::Transfer;
    return HandleEffect::Pass;
  }
  if (At.Callee->isInStdNamespace() && plainName(At.Callee) == "exchange")
    return HandleEffect::Transfer;
  if (!At.Dispatched && Index != ~0u && Index < At.Callee->getNumParams()) {
    HandleEffect E = ofParameter(At.Callee, Index, H);
    if (E != HandleEffect::Pass)
      return E;
  }
  // A function that gets the variable by reference can change it, or keep the reference.
  bool MutableReference = ByReference && (T.isNull() || T->isPointerType() ||
                                          T->isLValueReferenceType() || T->isRValueReferenceType());
  return MutableReference && !H.IsObject ? HandleEffect::Share : HandleEffect::Pass;
}

HandleEffect HandleUses::inBody(const Stmt *Body, const Handle &H) {
  if (!Body || Depth > 6)
    return HandleEffect::Pass;
  ++Depth;
  HandleEffect Worst = HandleEffect::Use;
  std::optional<Parents> Up;
  forEachRef(Body, [&](const Expr *Ref, const Object &Path) {
    if (Path != H.Path)
      return;
    if (!Up)
      Up.emplace(Body);
    HandleEffect E = at(Ref, H, *Up).Effect;
    // A release outweighs what else happens; otherwise the least clear use counts.
    if (Worst != HandleEffect::Release)
      Worst = E == HandleEffect::Release ? E : std::max(Worst, E);
  });
  --Depth;
  return Worst;
}

HandleEffect HandleUses::inLambda(const LambdaExpr *L, const Handle &H) {
  HandleEffect E = inBody(L->getBody(), H);
  switch (E) {
  case HandleEffect::Use:
  case HandleEffect::Lend:
  case HandleEffect::Pass:
    return E;
  default:
    break;
  }
  // A guard that releases it; by reference it may have been made before the acquire.
  for (const LambdaCapture &C : L->captures())
    if (C.capturesVariable() && !H.Path.empty() && C.getCapturedVar() == H.Path.front() &&
        C.getCaptureKind() == LCK_ByCopy)
      return HandleEffect::Transfer;
  return HandleEffect::Share;
}

HandleEffect HandleUses::ofParameter(const FunctionDecl *F, unsigned Index, const Handle &Of) {
  const FunctionDecl *Definition = visibleDefinition(F);
  if (!Definition || Index >= Definition->getNumParams())
    return HandleEffect::Pass;
  const ParmVarDecl *P = Definition->getParamDecl(Index);
  if (P->isParameterPack())
    return HandleEffect::Pass;
  // While a recursive function is looked at, its own calls add nothing.
  auto [It, New] = Parameters.try_emplace(P, HandleEffect::Use);
  if (!New)
    return It->second;
  Handle H;
  H.Headers = Of.Headers;
  H.Path = {P};
  H.IsObject =
      P->getType()->isReferenceType() && P->getType().getNonReferenceType()->isRecordType();
  HandleEffect E = inBody(writtenBody(Definition), H);
  switch (E) {
  case HandleEffect::Use:
  case HandleEffect::Lend:
  case HandleEffect::Pass:
  case HandleEffect::Release:
    break;
  case HandleEffect::Acquire:
  case HandleEffect::Reassign:
    E = P->getType()->isReferenceType() ? HandleEffect::Share : HandleEffect::Use;
    break;
  default:
    E = HandleEffect::Transfer;
  }
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(Definition);
      Ctor && Ctor->getNumCtorInitializers())
    E = std::max(E, HandleEffect::Pass);
  return Parameters[P] = E;
}

} // namespace cotidy
