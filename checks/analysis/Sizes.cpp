// SPDX-License-Identifier: Apache-2.0
// Finds upper bounds of numbers and ranges: by types, constants and initialisers.
#include "Sizes.h"
#include "LoopFacts.h"
#include "Names.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace cotidy {
namespace {

constexpr unsigned MaxSteps = 8; ///< From one variable to the next.

/// Members by which a container grows or is replaced.
constexpr llvm::StringLiteral GrowNames[] = {
    "push_back", "emplace_back", "push_front", "emplace_front",    "insert",      "emplace",
    "append",    "resize",       "assign",     "operator=",        "operator+=",  "swap",
    "push",      "reserve",      "merge",      "insert_or_assign", "try_emplace", "operator[]"};

/// Whether the function does nothing with \p V but read its value.
bool isOnlyRead(const VarDecl *V, Surroundings &In) {
  if (V->getType().isConstQualified())
    return true;
  const Parents &Up = In.parents();
  return llvm::all_of(In.variable(V).Mentions, [&](const Stmt *S) {
    if (const auto *L = dyn_cast<LambdaExpr>(S))
      return llvm::none_of(L->captures(), [&](const LambdaCapture &C) {
        return C.capturesVariable() && C.getCapturedVar() == V && C.getCaptureKind() == LCK_ByRef;
      });
    const Stmt *Above = Up.above(S);
    while (isa_and_nonnull<ParenExpr>(Above))
      Above = Up.above(Above);
    const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(Above);
    return Cast && Cast->getCastKind() == CK_LValueToRValue;
  });
}

std::optional<uint64_t> asCount(const llvm::APSInt &V) {
  if (V.isNegative() || V.getActiveBits() > 64)
    return std::nullopt;
  return V.getZExtValue();
}

std::optional<uint64_t> mostOf(const Expr *E, Surroundings &In, unsigned Steps);
std::optional<uint64_t> mostElements(const Expr *E, Surroundings &In, unsigned Steps);

std::optional<uint64_t> smaller(std::optional<uint64_t> A, std::optional<uint64_t> B) {
  if (A && B)
    return std::min(*A, *B);
  return A ? A : B;
}

std::optional<uint64_t> both(std::optional<uint64_t> A, std::optional<uint64_t> B,
                             llvm::function_ref<uint64_t(uint64_t, uint64_t)> Op) {
  if (!A || !B || *A > UINT32_MAX || *B > UINT32_MAX)
    return std::nullopt;
  return Op(*A, *B);
}

/// By how many values the type has; only of small types that is a bound worth the name.
std::optional<uint64_t> mostOfType(QualType T, const ASTContext &Context) {
  T = T.getNonReferenceType();
  if (T->isDependentType() || !T->isIntegerType() || T->isEnumeralType())
    return std::nullopt;
  unsigned Bits = T->isBooleanType() ? 1 : static_cast<unsigned>(Context.getTypeSize(T));
  if (Bits > 16)
    return std::nullopt;
  return (uint64_t(1) << (T->isSignedIntegerType() ? Bits - 1 : Bits)) - 1;
}

std::optional<uint64_t> mostOf(const Expr *E, Surroundings &In, unsigned Steps) {
  if (!E || Steps > MaxSteps || E->isTypeDependent() || E->isValueDependent())
    return std::nullopt;
  ASTContext &Context = In.context();
  E = E->IgnoreParens();
  if (std::optional<llvm::APSInt> V = constantCount(E, Context))
    return asCount(*V);
  const Expr *Inner = spelled(E);
  if (const auto *F = dyn_cast<CXXFunctionalCastExpr>(Inner))
    Inner = spelled(F->getSubExpr());
  else if (const auto *C = dyn_cast<CXXStaticCastExpr>(Inner))
    Inner = spelled(C->getSubExpr());
  if (std::optional<llvm::APSInt> V = constantCount(Inner, Context))
    return asCount(*V);
  std::optional<uint64_t> Room = mostOfType(Inner->getType(), Context);
  if (const VarDecl *V = variableIn(Inner)) {
    bool Local = V->hasLocalStorage() && V->isLocalVarDecl();
    if (V->getInit() && V->getType()->isIntegerType() &&
        (Local ? isOnlyRead(V, In) : V->getType().isConstQualified()))
      return smaller(Room, mostOf(V->getInit(), In, Steps + 1));
    return Room;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(Inner)) {
    auto A = mostOf(B->getLHS(), In, Steps + 1), Z = mostOf(B->getRHS(), In, Steps + 1);
    switch (B->getOpcode()) {
    case BO_Add:
      return both(A, Z, [](uint64_t X, uint64_t Y) { return X + Y; });
    case BO_Mul:
      return both(A, Z, [](uint64_t X, uint64_t Y) { return X * Y; });
    case BO_Sub:
    case BO_Div:
    case BO_Shr:
      return A;
    case BO_Rem:
    case BO_And:
      return smaller(A, Z);
    default:
      return Room;
    }
  }
  if (const auto *C = dyn_cast<ConditionalOperator>(Inner))
    return both(mostOf(C->getTrueExpr(), In, Steps + 1), mostOf(C->getFalseExpr(), In, Steps + 1),
                [](uint64_t X, uint64_t Y) { return std::max(X, Y); });
  if (const auto *C = dyn_cast<CallExpr>(Inner); C && C->getDirectCallee()) {
    llvm::StringRef Name = identifierOf(C->getDirectCallee());
    if (Name == "min" && C->getNumArgs() >= 2)
      return smaller(mostOf(C->getArg(0), In, Steps + 1), mostOf(C->getArg(1), In, Steps + 1));
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(C);
        M && (Name == "size" || Name == "length" || Name == "size_bytes"))
      return mostElements(M->getImplicitObjectArgument(), In, Steps + 1);
    if ((Name == "size" || Name == "ssize" || Name == "strlen") && C->getNumArgs() == 1)
      return mostElements(C->getArg(0), In, Steps + 1);
  }
  return Room;
}

/// How many elements every object of the type has.
std::optional<uint64_t> elementsOfType(QualType T, const ASTContext &Context) {
  T = T.getNonReferenceType();
  if (const auto *A = Context.getAsConstantArrayType(T))
    return A->getSize().getZExtValue();
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  if ((identifierOf(S) == "array" || identifierOf(S) == "span" || identifierOf(S) == "bitset") &&
      S->getTemplateArgs().size() >= 1)
    for (const TemplateArgument &A : S->getTemplateArgs().asArray())
      if (A.getKind() == TemplateArgument::Integral) {
        std::optional<uint64_t> N = asCount(A.getAsIntegral());
        return N && *N != SIZE_MAX ? N : std::nullopt; // A span of any size.
      }
  return std::nullopt;
}

/// The elements of the list that the object is made from, if one is written out.
std::optional<uint64_t> listed(const Expr *Init) {
  std::optional<uint64_t> Count;
  walk(Init, [&](const Stmt *S) {
    if (Count)
      return false;
    if (const auto *Text = dyn_cast<StringLiteral>(S)) {
      Count = Text->getLength();
    } else if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(S)) {
      const auto *Elements = dyn_cast<InitListExpr>(List->getSubExpr()->IgnoreImplicit());
      if (Elements)
        Count = Elements->getNumInits();
    }
    // What a call makes of a list may be anything.
    return !Count && !isa<CallExpr>(S);
  });
  return Count;
}

bool grows(const VarDecl *V, Surroundings &In) {
  return llvm::any_of(GrowNames,
                      [&](llvm::StringRef Name) { return !In.callsOn(Name, V).empty(); });
}

std::optional<uint64_t> mostElements(const Expr *E, Surroundings &In, unsigned Steps) {
  if (!E || Steps > MaxSteps || E->isTypeDependent())
    return std::nullopt;
  ASTContext &Context = In.context();
  // The array itself is below its decay to a pointer.
  for (const Expr *Try : {E, E->IgnoreParenImpCasts(), E->IgnoreUnlessSpelledInSource()})
    if (auto N = elementsOfType(Try->getType(), Context))
      return N;
  const Expr *Inner = stripToObject(E);
  if (auto N = elementsOfType(Inner->getType(), Context))
    return N;
  if (const auto *Text = dyn_cast<StringLiteral>(Inner))
    return Text->getLength();
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Inner);
      O && O->getNumArgs() == 2 && O->getOperator() == OO_Plus && O->getType()->isRecordType()) {
    // `v.begin() + 3`: as far as it leads from the beginning.
    if (auto N = mostOf(O->getArg(1), In, Steps + 1))
      return N;
    return mostElements(O->getArg(0), In, Steps + 1);
  }
  if (const auto *B = dyn_cast<BinaryOperator>(Inner); B && B->getOpcode() == BO_Add)
    return smaller(mostOf(B->getRHS(), In, Steps + 1), mostElements(B->getLHS(), In, Steps + 1));
  if (const auto *S = dyn_cast<ArraySubscriptExpr>(Inner); S && E->getType()->isPointerType())
    return mostElements(S->getBase(), In, Steps + 1);
  if (const auto *C = dyn_cast<CallExpr>(Inner)) {
    static constexpr llvm::StringLiteral Places[] = {"begin", "end",    "cbegin", "cend",
                                                     "data",  "rbegin", "rend",   "c_str"};
    const FunctionDecl *F = C->getDirectCallee();
    if (F && llvm::is_contained(Places, identifierOf(F))) {
      if (const auto *M = dyn_cast<CXXMemberCallExpr>(C))
        return mostElements(M->getImplicitObjectArgument(), In, Steps + 1);
      if (C->getNumArgs() == 1)
        return mostElements(C->getArg(0), In, Steps + 1);
    }
    return std::nullopt;
  }
  if (const VarDecl *V = variableIn(Inner); V && V->getInit() && !isa<ParmVarDecl>(V)) {
    const CXXRecordDecl *R = V->getType().getNonReferenceType()->getAsCXXRecordDecl();
    bool View = V->getType()->isReferenceType() || V->getType()->isPointerType();
    bool Fixed = V->getType().isConstQualified() || V->isConstexpr() ||
                 (V->hasLocalStorage() && !grows(V, In));
    if (View)
      return isa<CallExpr>(spelled(V->getInit())) ? std::nullopt
                                                  : mostElements(V->getInit(), In, Steps + 1);
    if (R && Fixed)
      return listed(V->getInit());
    return std::nullopt;
  }
  if (isa<CXXConstructExpr, InitListExpr, CXXStdInitializerListExpr, CXXFunctionalCastExpr,
          CXXTemporaryObjectExpr>(Inner))
    return listed(E);
  return std::nullopt;
}

} // namespace

std::optional<uint64_t> mostOf(const Expr *E, Surroundings &In) { return mostOf(E, In, 0); }

std::optional<uint64_t> mostElements(const Expr *E, Surroundings &In) {
  return mostElements(E, In, 0);
}

bool isSmall(const Expr *E, Surroundings &In) {
  if (!E || E->isTypeDependent())
    return false;
  bool Number = E->getType().getNonReferenceType()->isIntegerType();
  std::optional<uint64_t> Most = Number ? mostOf(E, In) : mostElements(E, In);
  return Most && *Most < SmallCount;
}

} // namespace cotidy
