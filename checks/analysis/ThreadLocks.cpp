// SPDX-License-Identifier: Apache-2.0
// Knows locks of threads by models, attributes and members.
#include "ThreadLocks.h"
#include "Names.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

/// Visits the class and its bases, as far as they are defined, until \p Visit says true.
bool anyClass(const CXXRecordDecl *R, llvm::function_ref<bool(const CXXRecordDecl *)> Visit) {
  llvm::SmallVector<const CXXRecordDecl *, 4> Todo{R};
  for (size_t I = 0; I < Todo.size() && I < 32; ++I) {
    const CXXRecordDecl *Class = Todo[I];
    if (!Class)
      continue;
    if (Visit(Class))
      return true;
    if (const CXXRecordDecl *Def = Class->getDefinition())
      for (const CXXBaseSpecifier &B : Def->bases())
        Todo.push_back(B.getType()->getAsCXXRecordDecl());
  }
  return false;
}

const CXXMethodDecl *methodOf(const CXXRecordDecl *R, llvm::StringRef Name) {
  const CXXMethodDecl *Found = nullptr;
  anyClass(R, [&](const CXXRecordDecl *Class) {
    if (const CXXRecordDecl *Def = Class->getDefinition())
      for (const CXXMethodDecl *M : Def->methods())
        if (nameOf(M) == Name)
          Found = M;
    return Found != nullptr;
  });
  return Found;
}

/// Whether a `lock` takes the lock before it returns, and does something at all: a mutex of
/// coroutines returns what is to be awaited, one for programs without threads does nothing.
bool locksAtOnce(const CXXMethodDecl *Lock) {
  QualType T = Lock->getReturnType();
  if (!T->isVoidType() && !T->isBooleanType())
    return false;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Lock->getBody());
  return !Body || !Body->body_empty();
}

/// A class of whose library nothing is known: then its members say what it is.
bool isLockable(const CXXRecordDecl *R, const model::Index &Models) {
  if (!R || R->isInStdNamespace() || Models.libraryOf(qualifiedName(R)))
    return false;
  const CXXMethodDecl *Lock = methodOf(R, "lock");
  return Lock && methodOf(R, "unlock") && methodOf(R, "try_lock") && locksAtOnce(Lock);
}

/// What clang's attributes say of a member that speaks of its own object.
LockEffect attributed(const FunctionDecl *F) {
  if (const auto *A = F->getAttr<AcquireCapabilityAttr>(); A && !A->args_size())
    return LockEffect::Lock;
  if (const auto *A = F->getAttr<TryAcquireCapabilityAttr>(); A && !A->args_size())
    return LockEffect::TryLock;
  if (const auto *A = F->getAttr<ReleaseCapabilityAttr>(); A && !A->args_size())
    return LockEffect::Unlock;
  return LockEffect::None;
}

LockEffect named(llvm::StringRef Name) {
  static constexpr llvm::StringLiteral Locks[] = {"lock", "lock_shared", "lock_upgrade"},
                                       Unlocks[] = {"unlock", "unlock_shared", "unlock_upgrade"};
  if (llvm::is_contained(Locks, Name))
    return LockEffect::Lock;
  if (llvm::is_contained(Unlocks, Name))
    return LockEffect::Unlock;
  return Name.starts_with("try_lock") ? LockEffect::TryLock : LockEffect::None;
}

} // namespace

const Expr *guardMaker(const Expr *E) {
  return spelled(E, [](const Expr *Each) -> const Expr * {
    if (const auto *C = dyn_cast<ExplicitCastExpr>(Each); C && C->getType()->isRecordType())
      return C->getSubExpr();
    const auto *L = dyn_cast<InitListExpr>(Each);
    return L && L->getNumInits() == 1 ? L->getInit(0) : nullptr;
  });
}

bool ThreadLocks::isMutex(const CXXRecordDecl *R) const {
  if (!R)
    return false;
  bool Known = anyClass(R, [&](const CXXRecordDecl *Class) {
    std::string Name = qualifiedName(Class);
    return !Models.Locks.find(Name + "::lock").empty() ||
           !Models.Locks.find(Name + "::lock_shared").empty() ||
           (Class->hasDefinition() && Class->getDefinition()->hasAttr<CapabilityAttr>());
  });
  if (Known)
    return true;
  if (Models.libraryOf(qualifiedName(R)))
    return false;
  const CXXMethodDecl *Lock = methodOf(R, "lock");
  Lock = Lock ? Lock : methodOf(R, "lock_shared");
  return Lock && locksAtOnce(Lock);
}

bool ThreadLocks::isGuard(QualType T) const {
  if (T.isNull() || T.getNonReferenceType()->isPointerType() || T->isDependentType())
    return false;
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!R)
    return false;
  if (R->hasDefinition() && R->getDefinition()->hasAttr<ScopedLockableAttr>())
    return true;
  if (Models.ThreadGuards.find(qualifiedName(R)).empty())
    return false;
  // A guard that takes any mutex takes those of coroutines too.
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
  if (!S)
    return true;
  bool TakesAny = false, OfThreads = false;
  for (const TemplateArgument &A : S->getTemplateArgs().asArray())
    for (const TemplateArgument &Each : A.getKind() == TemplateArgument::Pack
                                            ? A.getPackAsArray()
                                            : llvm::ArrayRef<TemplateArgument>(A))
      if (const CXXRecordDecl *M = Each.getKind() == TemplateArgument::Type
                                       ? Each.getAsType()->getAsCXXRecordDecl()
                                       : nullptr) {
        TakesAny |= methodOf(M, "unlock") || methodOf(M, "unlock_shared");
        OfThreads |= isMutex(M);
      }
  return OfThreads ||
         (!TakesAny && !S->getTemplateArgs().asArray().empty() && !R->isInStdNamespace());
}

LockEffect ThreadLocks::of(const Call &At) const {
  if (!At.Callee || At.Kind != Call::Function)
    return LockEffect::None;
  if (!rowsFor(Models.Unlocks, At).empty())
    return LockEffect::Unlock;
  if (!rowsFor(Models.Locks, At).empty())
    return LockEffect::Lock;
  if (!rowsFor(Models.TryLocks, At).empty())
    return LockEffect::TryLock;
  const auto *M = dyn_cast<CXXMethodDecl>(At.Callee);
  llvm::StringRef Name = nameOf(At.Callee);
  if (!M || M->isStatic() || !At.ObjectExpr)
    return Name == "swap" && At.Args.size() == 2 && isGuard(At.Args[0]->getType())
               ? LockEffect::Swap
               : LockEffect::None;
  QualType T = M->getReturnType();
  bool Handed = !T->isVoidType() && !T->isBooleanType() && !T->isReferenceType();
  if (LockEffect E = attributed(M); E != LockEffect::None && !T->isRecordType())
    return E;
  if (isGuard(At.ObjectExpr->IgnoreParenImpCasts()->getType())) {
    if (Name == "release")
      return LockEffect::Disown;
    if (Name == "swap")
      return LockEffect::Swap;
    return Handed ? LockEffect::None : named(Name);
  }
  LockEffect E = Handed ? LockEffect::None : named(Name);
  return E != LockEffect::None && isLockable(M->getParent(), Models) ? E : LockEffect::None;
}

std::optional<LockEffect> ThreadLocks::returned(const CallExpr *C, unsigned Depth) const {
  Call At = describe(C);
  LockEffect E = of(At);
  if (E == LockEffect::Lock || E == LockEffect::TryLock)
    return E;
  const FunctionDecl *F = At.Callee;
  if (!F || At.Dispatched)
    return std::nullopt;
  // One that returns what it has just made, in its only return.
  const FunctionDecl *Definition = visibleDefinition(F);
  if (Definition && Depth < 4) {
    const auto *Body = dyn_cast_or_null<CompoundStmt>(Definition->getBody());
    const auto *Return =
        Body && Body->size() == 1 ? dyn_cast<ReturnStmt>(Body->body_front()) : nullptr;
    if (Return && Return->getRetValue())
      return made(Return->getRetValue(), Depth + 1);
  }
  // One that is named for it; whether it failed, the caller asks the guard.
  llvm::StringRef Name = nameOf(F);
  if (Name.contains_insensitive("defer") || Name.contains_insensitive("unlock"))
    return std::nullopt;
  if (Name.contains_insensitive("try"))
    return LockEffect::TryLock;
  if (Name.contains_insensitive("lock") || Name.contains_insensitive("acquire"))
    return LockEffect::Lock;
  return std::nullopt;
}

std::optional<LockEffect> ThreadLocks::made(const Expr *Init, unsigned Depth) const {
  const Expr *E = guardMaker(Init);
  if (const auto *C = dyn_cast_or_null<CallExpr>(E))
    return isGuard(C->getType()) ? returned(C, Depth) : std::nullopt;
  const auto *C = dyn_cast_or_null<CXXConstructExpr>(E);
  if (!C || !isGuard(C->getType()))
    return std::nullopt;
  unsigned Args = 0;
  for (const Expr *A : C->arguments()) {
    if (isa<CXXDefaultArgExpr>(A))
      continue;
    ++Args;
    const CXXRecordDecl *Tag = A->getType()->getAsCXXRecordDecl();
    if (!Tag)
      continue;
    if (!Models.Deferred.find(qualifiedName(Tag)).empty())
      return LockEffect::None;
    llvm::StringRef Name = nameOf(Tag);
    if (Name.starts_with("try_to_lock") || Name == "duration" || Name == "time_point")
      return LockEffect::TryLock;
    // From another guard: who knows what that one holds.
    if (isGuard(A->getType()))
      return std::nullopt;
  }
  return Args ? LockEffect::Lock : LockEffect::None;
}

std::optional<LockEffect> ThreadLocks::initially(const Expr *Init) const { return made(Init, 0); }

} // namespace cotidy
