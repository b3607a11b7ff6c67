// SPDX-License-Identifier: Apache-2.0
// Decides conditions: arguments by constant evaluation, objects by identity, order by the graph.
#include "Conditions.h"
#include "Names.h"
#include "Sizes.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

/// Digs the one integer out of a constant, through single-member classes such as duration.
std::optional<llvm::APSInt> countIn(const APValue &V) {
  const APValue *At = &V;
  for (int Depth = 0; Depth < 4; ++Depth) {
    if (At->isInt())
      return At->getInt();
    if (!At->isStruct() || At->getStructNumFields() + At->getStructNumBases() != 1)
      return std::nullopt;
    At = At->getStructNumFields() ? &At->getStructField(0) : &At->getStructBase(0);
  }
  return std::nullopt;
}

bool evaluable(const Expr *E) {
  return E && !E->isValueDependent() && !E->isTypeDependent() && !E->containsErrors();
}

bool isClassNamed(const Expr *E, llvm::ArrayRef<std::string> Names, const CXXRecordDecl *Known) {
  const CXXRecordDecl *R = Known;
  if (!R && E)
    R = pointee(stripToObject(E)->getType());
  return R && llvm::any_of(Names, [&](const std::string &N) { return isOrDerivesFrom(R, N); });
}

bool isVariableNamed(const Expr *E, llvm::ArrayRef<std::string> Names) {
  Object O = E ? objectOf(E) : Object();
  return O.size() == 1 && O[0] && llvm::is_contained(Names, qualifiedName(O[0]));
}

/// Whether the flag is set in \p E, or may be: an argument that is no constant is in doubt.
bool mayHaveFlag(const Expr *E, const model::Condition &If, ASTContext &Context) {
  if (!evaluable(E))
    return true;
  llvm::StringRef Text = Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                                              Context.getSourceManager(), Context.getLangOpts());
  for (const std::string &Flag : If.Flag)
    if (Text.contains(Flag))
      return true;
  std::optional<llvm::APSInt> Value = constantCount(E, Context);
  if (!Value)
    return true;
  return If.Value && (Value->getExtValue() & *If.Value) != 0;
}

/// The object whose state counts: that of the member call, the destroyed one, or argument 0.
Object subjectOf(const Call &At) {
  if (At.ObjectExpr)
    return objectOf(At.ObjectExpr);
  if (At.Destroyed && isa<VarDecl>(At.Destroyed))
    return {At.Destroyed};
  if (At.Destroyed)
    return {nullptr, At.Destroyed};
  return At.Args.empty() ? Object() : objectOf(At.Args[0]);
}

/// What a call is made on: the object of a member call, else argument 0. Null: nothing.
const Expr *objectCalled(const CallExpr *C) {
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(C))
    return M->getImplicitObjectArgument();
  return C->getNumArgs() ? C->getArg(0) : nullptr;
}

/// Whether \p Accept is true for a call of one of the members \p Names on \p What.
bool anyMemberCall(Surroundings &In, const Object &What, llvm::ArrayRef<std::string> Names,
                   llvm::function_ref<bool(const CallExpr *)> Accept) {
  if (What.empty())
    return false;
  for (const std::string &Name : Names)
    for (const CallExpr *C : In.callsOn(Name, What.back()))
      if (objectOf(objectCalled(C)) == What && Accept(C))
        return true;
  return false;
}

} // namespace

Flow &Surroundings::flow() {
  if (!Graph)
    Graph = std::make_unique<Flow>(F, writtenBody(F), Context);
  return *Graph;
}

const Parents &Surroundings::parents() {
  if (!Up)
    Up = std::make_unique<Parents>(writtenBody(F));
  return *Up;
}

const Surroundings::Variable &Surroundings::variable(const VarDecl *V) {
  if (Variables.try_emplace(nullptr).second)
    walk(writtenBody(F), [&](const Stmt *S) {
      if (const auto *D = dyn_cast<DeclStmt>(S)) {
        for (const Decl *Each : D->decls())
          if (const auto *Local = dyn_cast<VarDecl>(Each))
            Variables[Local].Declared = S;
      } else if (const auto *L = dyn_cast<LambdaExpr>(S)) {
        for (const LambdaCapture &Each : L->captures())
          if (const auto *Captured =
                  Each.capturesVariable() ? dyn_cast<VarDecl>(Each.getCapturedVar()) : nullptr)
            Variables[Captured].Mentions.push_back(S);
      } else if (const auto *R = dyn_cast<DeclRefExpr>(S)) {
        if (const auto *Named = dyn_cast<VarDecl>(R->getDecl()))
          Variables[Named].Mentions.push_back(S);
      }
      return true;
    });
  auto It = Variables.find(V);
  return It != Variables.end() ? It->second : Variables.find(nullptr)->second;
}

void Surroundings::collect() {
  Collected = true;
  walk(writtenBody(F), [&](const Stmt *S) {
    const Expr *Operand = nullptr;
    if (const auto *C = dyn_cast<CoroutineSuspendExpr>(S))
      Operand = C->getOperand();
    else if (const auto *D = dyn_cast<DependentCoawaitExpr>(S))
      Operand = D->getOperand();
    if (Operand)
      walk(Operand, [&](const Stmt *Part) {
        const ValueDecl *Named = nullptr;
        if (const auto *Ref = dyn_cast<DeclRefExpr>(Part))
          Named = Ref->getDecl();
        else if (const auto *M = dyn_cast<MemberExpr>(Part))
          Named = M->getMemberDecl();
        if (Named && (Awaits[Named].empty() || Awaits[Named].back() != S))
          Awaits[Named].push_back(cast<Expr>(S));
        return true;
      });
    llvm::SmallString<32> Buffer;
    if (const auto *C = dyn_cast<CallExpr>(S))
      if (const FunctionDecl *Callee = C->getDirectCallee()) {
        Named &Same = Calls[lastName(Callee, Buffer)];
        Same.All.push_back(C);
        if (Object On = objectOf(objectCalled(C)); !On.empty())
          Same.On[On.back()].push_back(C);
      }
    return true;
  });
}

llvm::ArrayRef<const CallExpr *> Surroundings::callsOf(llvm::StringRef LastName) {
  if (!Collected)
    collect();
  auto It = Calls.find(LastName);
  return It == Calls.end() ? llvm::ArrayRef<const CallExpr *>() : It->second.All;
}

llvm::ArrayRef<const CallExpr *> Surroundings::callsOn(llvm::StringRef LastName,
                                                       const ValueDecl *D) {
  if (!Collected)
    collect();
  auto It = Calls.find(LastName);
  if (It == Calls.end())
    return {};
  auto Of = It->second.On.find(D);
  return Of == It->second.On.end() ? llvm::ArrayRef<const CallExpr *>() : Of->second;
}

llvm::ArrayRef<const Expr *> Surroundings::awaitsOn(const ValueDecl *D) {
  if (!Collected)
    collect();
  auto It = Awaits.find(D);
  return It == Awaits.end() ? llvm::ArrayRef<const Expr *>() : It->second;
}

std::optional<llvm::APSInt> constantCount(const Expr *E, ASTContext &Context) {
  Expr::EvalResult Result;
  if (!evaluable(E) || !E->EvaluateAsRValue(Result, Context) || Result.HasSideEffects)
    return std::nullopt;
  return countIn(Result.Val);
}

Zeroness zeroness(const Expr *E, ASTContext &Context) {
  if (!evaluable(E))
    return Zeroness::Unknown;
  if (E->IgnoreParenImpCasts()->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull))
    return Zeroness::Zero;
  // A reference parameter binds a temporary: its initialiser has the value.
  const Expr *Inner = E->IgnoreUnlessSpelledInSource();
  for (const Expr *Try : {E, Inner})
    if (std::optional<llvm::APSInt> Value = constantCount(Try, Context))
      return *Value == 0 ? Zeroness::Zero : Zeroness::NonZero;
  if (E->getType()->isPointerType())
    if (const auto *U = dyn_cast<UnaryOperator>(E->IgnoreParenImpCasts()))
      if (U->getOpcode() == UO_AddrOf)
        return Zeroness::NonZero;
  return Zeroness::Unknown;
}

bool holds(const model::Condition &If, const Call &At, Surroundings &In) {
  ASTContext &Context = In.context();
  // Arguments that are defaulted were not written.
  size_t Written =
      llvm::count_if(At.Args, [](const Expr *A) { return !isa<CXXDefaultArgExpr>(A); });
  if ((If.Args && Written != *If.Args) || (If.MinArgs && Written < *If.MinArgs))
    return false;
  if (If.Arg) {
    if (*If.Arg >= At.Args.size())
      return false;
    const Expr *A = At.Args[*If.Arg];
    if (!If.Flag.empty() && !mayHaveFlag(A, If, Context))
      return false;
    if (If.Zero && zeroness(A, Context) != Zeroness::Zero)
      return false;
    if (If.MaybeZero && zeroness(A, Context) == Zeroness::NonZero)
      return false;
    if (If.Small && !isSmall(A, In))
      return false;
    if (!If.Type.empty() && !isClassNamed(A, If.Type, nullptr))
      return false;
    if (!If.Is.empty() && !isVariableNamed(A, If.Is))
      return false;
  }
  if (!If.ObjectType.empty() && !isClassNamed(At.ObjectExpr, If.ObjectType, At.Class))
    return false;
  if (!If.ObjectIs.empty() && !isVariableNamed(At.ObjectExpr, If.ObjectIs))
    return false;
  if (If.Discarded && !At.Discarded)
    return false;
  if (If.ObjectCalled.empty() && If.Tested.empty() && !If.Awaited)
    return true;

  if (!In.function())
    return false;
  Object Subject = subjectOf(At);
  if (!If.ObjectCalled.empty() &&
      !anyMemberCall(In, Subject, If.ObjectCalled, [&](const CallExpr *C) { return C != At.Site; }))
    return false;
  if (!If.Tested.empty() && !anyMemberCall(In, Subject, If.Tested, [&](const CallExpr *C) {
        return C != At.Site && In.flow().dominates(C, At.Site);
      }))
    return false;
  if (!If.Awaited)
    return true;
  // What an await on one of its own kind has given (`auto done = co_await r.resolve()`) is done.
  if (const auto *V = Subject.size() == 1 ? dyn_cast<VarDecl>(Subject[0]) : nullptr)
    if (const auto *Await = dyn_cast_or_null<CoroutineSuspendExpr>(
            V->getInit() ? stripToObject(V->getInit()) : nullptr))
      if (const auto *M = dyn_cast<CXXMemberCallExpr>(stripToObject(Await->getOperand())))
        if (const CXXRecordDecl *R = recordOf(V->getType()); R && R == recordOf(M->getObjectType()))
          return true;
  return At.Site && !Subject.empty() && Subject.back() &&
         llvm::any_of(In.awaitsOn(Subject.back()), [&](const Expr *Await) {
           return mentions(Await, Subject) && In.flow().dominates(Await, At.Site);
         });
}

bool applies(llvm::ArrayRef<model::Condition> When, llvm::ArrayRef<model::Condition> Unless,
             const Call &At, Surroundings &In) {
  return llvm::all_of(When, [&](const auto &C) { return holds(C, At, In); }) &&
         llvm::none_of(Unless, [&](const auto &C) { return holds(C, At, In); });
}

} // namespace cotidy
