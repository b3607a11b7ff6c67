// SPDX-License-Identifier: Apache-2.0
// Looks at calls, assignments and results that an error goes into, and into visible helpers.
#include "ErrorUse.h"
#include "Names.h"
#include "Steps.h"
#include "Words.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

bool neverReturns(Flow &F, const llvm::SmallPtrSetImpl<const Stmt *> &Ends) {
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

/// Whether it is assigned to what a parameter or a reference leads to.
bool isSeenOutside(const Expr *To) {
  Object O = objectOf(To);
  if (O.empty())
    return false;
  const auto *V = dyn_cast_or_null<VarDecl>(O.front());
  return V && V->hasLocalStorage() && !V->isExceptionVariable() &&
         (V->getType()->isReferenceType() || V->getType()->isPointerType());
}

} // namespace

ErrorUses::ErrorUses(Coroutine &C, Unit &U, const ErrorTests &Tests)
    : Context(U.context()), Parent(C.surroundings().parents()), Tests(Tests) {
  walk(C.body(), [&](const Stmt *S) {
    if (const auto *R = dyn_cast<DeclRefExpr>(S))
      ++Mentioned[R->getDecl()];
    return true;
  });
}

ErrorUses::Helper ErrorUses::helper(const FunctionDecl *F, unsigned Depth) {
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

ErrorUses::Effect ErrorUses::whereGoes(const CallExpr *Caught) {
  const Stmt *Child = Caught;
  for (const Stmt *Up : Parent.of(Caught)) {
    const Expr *Target = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(Up); B && B->isAssignmentOp())
      Target = B->getLHS();
    else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Up); O && O->getOperator() == OO_Equal)
      Target = O->getArg(0);
    if (Target) {
      const auto *R = dyn_cast<DeclRefExpr>(spelled(Target));
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

bool ErrorUses::givesAway(llvm::ArrayRef<const Expr *> Args, const Subject &About) const {
  return llvm::any_of(Args, [&](const Expr *Arg) {
    const Expr *E = spelled(Arg);
    if (const auto *A = dyn_cast<UnaryOperator>(E); A && A->getOpcode() == UO_AddrOf)
      E = spelled(A->getSubExpr());
    return Tests.isSubject(E, About) || (isa<LambdaExpr>(E) && Tests.hands(E, About));
  });
}

bool ErrorUses::onlyTells(const FunctionDecl *F) {
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
        if (const auto *R = dyn_cast<DeclRefExpr>(spelled(Arg)))
          Passes |= isa<ParmVarDecl>(R->getDecl());
      Tells &= !Passes || isLogLike(Name);
    }
    return Tells;
  });
  return Tells;
}

ErrorUses::Effect ErrorUses::effectOf(const Stmt *S, const Subject &About, bool InHandler) {
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
    // In a pattern the member is not known, but its name is.
    const auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(Call->getCallee()->IgnoreParens());
    if (Member && Member->getMember().isIdentifier())
      Name = Member->getMember().getAsIdentifierInfo()->getName();
    // As in a promise: it keeps the current exception.
    if (Name == "unhandled_exception")
      return Effect::HandedOn;
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
        llvm::any_of(At.Args, [&](const Expr *Arg) { return Tests.names(Arg, About); }))
      return Effect::HandedOn;
    // A function that dispatches on the exception takes no argument and has such a name.
    static constexpr llvm::StringLiteral Words[] = {"exception", "error", "handle", "throw",
                                                    "raise"};
    if (At.Args.empty() && (Member || !At.ObjectExpr) && !isa<CXXOperatorCallExpr>(Call) &&
        speaksOf(Name, Words) && !isLogLike(Name) &&
        !(At.Callee && (visibleDefinition(At.Callee) || At.Callee->isInStdNamespace())))
      return Effect::HandedOn;
  }
  // In a result the text is enough: the caller is told of an error.
  if (const auto *R = dyn_cast<CoreturnStmt>(S))
    return R->getOperand() && Tests.names(R->getOperand(), About) ? Effect::HandedOn : Effect::None;
  if (const auto *Y = dyn_cast<CoyieldExpr>(S))
    return Tests.hands(Y->getOperand(), About) ? Effect::HandedOn : Effect::None;
  const Expr *To = nullptr, *From = nullptr;
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp()) {
    To = B->getLHS();
    From = B->getRHS();
  } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S);
             O && O->getOperator() == OO_Equal && O->getNumArgs() == 2) {
    To = O->getArg(0);
    From = O->getArg(1);
  }
  if (To && !Tests.isSubject(To, About) && Tests.hands(From, About))
    return Effect::HandedOn;
  // What the caller can see, an output parameter for one, tells it of the error with the text.
  if (To && isSeenOutside(To) && Tests.names(From, About))
    return Effect::HandedOn;
  return Effect::None;
}

const ValueDecl *ErrorUses::toldOf(const Stmt *S, const Subject &About) const {
  const Expr *To = nullptr;
  bool Tells = false;
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp()) {
    To = B->getLHS();
    Tells = Tests.names(B->getRHS(), About);
  } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
    cotidy::Call At = describe(Call);
    const auto *O = dyn_cast<CXXOperatorCallExpr>(Call);
    bool Assigns = O && O->isAssignmentOp();
    if (!At.ObjectExpr || (O && !Assigns) || (!Assigns && isLogLike(nameOf(At.Callee))))
      return nullptr;
    To = At.ObjectExpr;
    Tells = llvm::any_of(At.Args, [&](const Expr *A) { return Tests.names(A, About); });
  }
  if (!To || !Tells)
    return nullptr;
  Object Into = objectOf(To);
  const auto *V = Into.empty() ? nullptr : dyn_cast_or_null<VarDecl>(Into.front());
  return V && V->hasLocalStorage() && !V->isExceptionVariable() ? V : nullptr;
}

} // namespace cotidy
