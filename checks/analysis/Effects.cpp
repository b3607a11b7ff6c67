// SPDX-License-Identifier: Apache-2.0
// Summarises the effects of functions whose bodies can be seen.
#include "Effects.h"
#include "Names.h"
#include "Tasks.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

constexpr unsigned MaxDepth = 12;

void worsen(Effects::Summary &A, const Effects::Summary &B) {
  A.ChangesObject |= B.ChangesObject;
  A.ChangesShared |= B.ChangesShared;
  A.OnlyLocals &= B.OnlyLocals;
  A.Waits |= B.Waits;
}

llvm::StringRef identifier(const NamedDecl *D) {
  return D && D->getIdentifier() ? D->getName() : llvm::StringRef();
}

bool isInStd(const CXXRecordDecl *R) {
  if (!R || R->isInStdNamespace())
    return R;
  std::string Name = qualifiedName(R); // Inner namespaces, such as chrono.
  return llvm::StringRef(Name).starts_with("std::") ||
         llvm::StringRef(Name).starts_with("__gnu_cxx::");
}

/// Whether copying, moving, comparing and destroying values of the type runs no code of the user's.
bool isPlainData(QualType T, unsigned Depth = 0) {
  if (T.isNull() || T->isDependentType() || Depth > 8)
    return false;
  T = T.getNonReferenceType();
  if (const ArrayType *A = T->getAsArrayTypeUnsafe())
    return isPlainData(A->getElementType(), Depth + 1);
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return !T->isFunctionType();
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R); S && isInStd(S)) {
    static constexpr llvm::StringLiteral Owners[] = {"vector",
                                                     "deque",
                                                     "list",
                                                     "map",
                                                     "set",
                                                     "unordered_map",
                                                     "unordered_set",
                                                     "optional",
                                                     "pair",
                                                     "tuple",
                                                     "array",
                                                     "span",
                                                     "basic_string",
                                                     "basic_string_view",
                                                     "duration",
                                                     "time_point",
                                                     "allocator",
                                                     "char_traits",
                                                     "ratio",
                                                     "less",
                                                     "hash",
                                                     "equal_to",
                                                     "initializer_list",
                                                     "default_delete",
                                                     "unique_ptr"};
    if (!llvm::is_contained(Owners, identifier(S)) && !identifier(S).contains("iterator") &&
        !identifier(S).contains("allocator"))
      return false;
    for (const TemplateArgument &A : S->getTemplateArgs().asArray())
      if (A.getKind() == TemplateArgument::Type && !isPlainData(A.getAsType(), Depth + 1))
        return false;
    return true;
  }
  if (!R->hasDefinition() || R->hasUserDeclaredCopyConstructor() ||
      R->hasUserDeclaredMoveConstructor() || R->hasUserDeclaredCopyAssignment() ||
      R->hasUserDeclaredMoveAssignment() || R->hasUserDeclaredDestructor() || R->getNumBases())
    return isInStd(R) && R->hasDefinition() && R->isEmpty();
  return llvm::all_of(R->fields(),
                      [&](const FieldDecl *F) { return isPlainData(F->getType(), Depth + 1); });
}

/// Functions of the standard library that are known to change what they are given, if anything:
/// that is seen where the objects are named.
bool isHarmlessStd(const Call &At) {
  const FunctionDecl *F = At.Callee;
  if (const auto *M = dyn_cast<CXXMethodDecl>(F)) {
    static constexpr llvm::StringLiteral Throwing[] = {"at", "value", "substr", "resume",
                                                       "destroy"};
    return M->isInstance() && isInStd(M->getParent()) &&
           isPlainData(M->getFunctionObjectParameterType()) &&
           !llvm::is_contained(Throwing, identifier(M));
  }
  static constexpr llvm::StringLiteral Functions[] = {
      "move",      "forward", "min",  "max",      "swap",      "begin",      "end",
      "size",      "empty",   "abs",  "sqrt",     "pow",       "to_string",  "get",
      "make_pair", "clamp",   "data", "as_const", "addressof", "make_tuple", "make_optional"};
  bool Operator = F->isOverloadedOperator() && F->getOverloadedOperator() != OO_LessLess &&
                  F->getOverloadedOperator() != OO_GreaterGreater;
  if (F->getLiteralIdentifier() && llvm::StringRef(qualifiedName(F)).starts_with("std::"))
    return true; // `10ms` makes a value.
  if (!F->isInStdNamespace() || !(Operator || llvm::is_contained(Functions, identifier(F))))
    return false;
  return llvm::all_of(At.Args, [](const Expr *E) { return isPlainData(E->getType()); });
}

bool isOutputStream(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R && (isOrDerivesFrom(R, "std::basic_ostream") || isOrDerivesFrom(R, "std::ostream"));
}

/// Whether the member that `this` leads to at \p This shares what it holds with others.
bool leadsElsewhere(const Parents &Up, const Stmt *This) {
  const Stmt *P = Up.above(This);
  while (P && isa<ImplicitCastExpr, ParenExpr>(P))
    P = Up.above(P);
  const auto *M = dyn_cast_or_null<MemberExpr>(P);
  const auto *F = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  return F && (F->getType()->isReferenceType() || isHandle(F->getType()));
}

} // namespace

Effects::Summary Effects::of(const FunctionDecl *F) const {
  const FunctionDecl *Body = F ? visibleDefinition(F) : nullptr;
  if (!Body)
    return {};
  if (auto It = Known.find(Body); It != Known.end()) {
    if (!It->second.Closed)
      Lowest = std::min(Lowest, It->second.Index);
    return It->second.Result;
  }
  // The chain of calls is followed as far as it matters; the stack is ours no longer.
  if (Depth >= MaxDepth) {
    Summary Doubt{true, true, true, false, true, ~0ull};
    Known[Body] = {Doubt, 0, true};
    return Doubt;
  }
  // A function that is being looked at adds nothing to what the bodies show. Those that call each
  // other in a circle share the result of all.
  unsigned Mine = Open.size();
  Known[Body] = {{true, false, false, true, false, 0}, Mine, false};
  Open.push_back(Body);
  unsigned Outer = std::exchange(Lowest, Mine);
  ++Depth;
  Summary Made = make(Body);
  --Depth;
  Known[Body].Result = Made;
  if (Lowest >= Mine) {
    bool Circle = Open.size() > Mine + 1;
    for (size_t I = Mine; I < Open.size(); ++I)
      worsen(Made, Known[Open[I]].Result);
    // Parameters cannot be told apart around a circle.
    Made.ChangesParameter = Circle ? ~0ull : Made.ChangesParameter;
    for (size_t I = Mine; I < Open.size(); ++I) {
      Entry &E = Known[Open[I]];
      E.Result = Made;
      E.Closed = true;
    }
    Open.resize(Mine);
    Lowest = Outer;
  } else {
    Lowest = std::min(Lowest, Outer);
  }
  return Made;
}

bool Effects::onlyReads(const FunctionDecl *F, unsigned Parameter) const {
  const auto *M = dyn_cast<CXXMethodDecl>(F);
  if (Parameter >= 64 || (M && M->isVirtual()))
    return false;
  Summary S = of(F);
  return S.Visible && !(S.ChangesParameter >> Parameter & 1);
}

/// What the body does to the names that it did not declare.
void Effects::noteNames(const FunctionDecl *F, Summary &Out) const {
  const Stmt *Body = writtenBody(F);
  Parents Up(Body);
  auto NoIndex = [](const Expr *) { return false; };
  auto LeavesAlone = [&](const CallExpr *C) {
    Call At = describe(C);
    if (!At.Callee || At.Dispatched || !visibleDefinition(At.Callee))
      return false;
    Summary Inner = of(At.Callee);
    return !Inner.ChangesObject && !Inner.ChangesShared;
  };
  auto OnlyReads = [&](const FunctionDecl *C, unsigned I) { return onlyReads(C, I); };
  UseFinder Uses(Up, U.context(), NoIndex, LeavesAlone, OnlyReads);
  walk(Body, [&](const Stmt *S) {
    // Whoever the lambda is handed to may call it.
    if (isa<LambdaExpr, CXXThrowExpr, CXXNewExpr, CXXDeleteExpr, GCCAsmStmt>(S))
      Out.OnlyLocals = false;
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (const auto *M = dyn_cast<MemberExpr>(S))
      V = dyn_cast<VarDecl>(M->getMemberDecl()); // A static member.
    bool This = isa<CXXThisExpr>(S);
    bool Captured = V && Ref && Ref->refersToEnclosingVariableOrCapture();
    bool Outside = Captured || (V && !V->hasLocalStorage());
    // A parameter or local that leads elsewhere is followed no further: what it was made from is
    // named as well, here or where the function is called.
    bool Leads = V && !Outside && (V->getType()->isReferenceType() || isHandle(V->getType()));
    if (!This && !Outside && !Leads)
      return true;
    Use What = Uses.of(cast<Expr>(S));
    if (What == Use::Read || What == Use::Element)
      return true;
    Out.OnlyLocals = false;
    if (const auto *P = dyn_cast_or_null<ParmVarDecl>(V); P && Leads)
      Out.ChangesParameter |=
          P->getFunctionScopeIndex() < 64 ? 1ull << P->getFunctionScopeIndex() : 0;
    if (Leads)
      return true;
    if (This && !leadsElsewhere(Up, S))
      Out.ChangesObject = true;
    else if (!(What == Use::Accumulate && V && isOutputStream(V->getType())))
      Out.ChangesShared = true;
    return true;
  });
}

void Effects::noteCall(const Call &At, Summary &Out) const {
  if (!At.Callee || At.Dispatched) {
    Out.OnlyLocals = false;
    return;
  }
  if (visibleDefinition(At.Callee)) {
    Summary Inner = of(At.Callee);
    Out.OnlyLocals &= Inner.OnlyLocals;
    // A change of its own object is seen where the object is named.
    Out.ChangesShared |= Inner.ChangesShared && !isa<CXXConstructorDecl>(At.Callee);
    return;
  }
  if (!Out.OnlyLocals || At.Callee->isImplicit() || At.Callee->isDefaulted())
    return;
  if (isHarmlessStd(At))
    return;
  std::string Name = qualifiedName(At.Callee);
  static constexpr llvm::StringLiteral Sleeps[] = {"sleep", "delay", "yield"};
  const auto *M = dyn_cast<CXXMethodDecl>(At.Callee);
  bool OfTask = M && !U.models().Tasks.find(qualifiedName(M->getParent())).empty();
  bool Sleep = !M && U.models().libraryOf(Name) &&
               hasWord(llvm::StringRef(Name).rsplit("::").second, Sleeps);
  bool OfClock = M && M->isStatic() && identifier(M) == "now" && isInStd(M->getParent());
  if (!OfTask && !Sleep && !OfClock)
    Out.OnlyLocals = false;
}

/// Whether the coroutine awaits something that may suspend it.
bool Effects::waits(const FunctionDecl *F) const {
  if (!coroutineBody(F))
    return true; // It hands on a task that somebody else made.
  for (const Suspension &S : U.coroutine(F).suspensions()) {
    if (!S.CanSuspend)
      continue;
    const auto *C = dyn_cast<CallExpr>(S.Operand->IgnoreUnlessSpelledInSource());
    Summary Inner = of(C ? C->getDirectCallee() : nullptr);
    if (!Inner.Visible || Inner.Waits)
      return true;
  }
  return false;
}

Effects::Summary Effects::make(const FunctionDecl *F) const {
  Summary Out{true, false, false, true, false, 0};
  noteNames(F, Out);
  forEachCall(F, [&](const Call &At) { noteCall(At, Out); });
  Out.Waits = waits(F);
  return Out;
}

} // namespace cotidy
