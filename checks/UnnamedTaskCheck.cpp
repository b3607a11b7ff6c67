// SPDX-License-Identifier: Apache-2.0
// coro-unnamed-task: finds tasks that are spawned without the name that they could have.
#include "CoroutineCheck.h"
#include "analysis/Names.h"
#include "analysis/Tasks.h"
#include "fixes/Arguments.h"

using namespace clang;

namespace cotidy {
namespace {

constexpr llvm::StringLiteral SpawnNames[] = {"spawn", "co_spawn", "create_task", "start_task"};
constexpr llvm::StringLiteral NameNames[] = {"name", "task_name", "taskName", "Name"};

/// Whether a string literal can be passed for the type, and is copied or kept as it is.
bool takesLiteral(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return T->getPointeeType()->isCharType() && T->getPointeeType().isConstQualified();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R &&
         (isOrDerivesFrom(R, "std::basic_string") || isOrDerivesFrom(R, "std::basic_string_view"));
}

/// Whether a default stands for "no name".
bool isEmptyText(const Expr *Default) {
  Default = Default ? Default->IgnoreUnlessSpelledInSource() : nullptr;
  if (!Default)
    return true;
  if (const auto *Text = dyn_cast<StringLiteral>(Default))
    return Text->getLength() == 0;
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Default))
    return Made->getNumArgs() == 0 || isEmptyText(Made->getArg(0));
  if (const auto *List = dyn_cast<InitListExpr>(Default))
    return List->getNumInits() == 0;
  return isa<CXXNullPtrLiteralExpr, CXXScalarValueInitExpr, GNUNullExpr>(Default);
}

bool isName(const ValueDecl *D) {
  return D->getIdentifier() && llvm::is_contained(NameNames, D->getName()) &&
         takesLiteral(D->getType());
}

/// The field of an options struct that holds the name, or null.
const FieldDecl *nameField(QualType Options) {
  const CXXRecordDecl *R = Options.getNonReferenceType()->getAsCXXRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  if (!R || !R->isAggregate() || R->getNumBases() != 0)
    return nullptr;
  for (const FieldDecl *F : R->fields())
    if (isName(F) && isEmptyText(F->getInClassInitializer()))
      return F;
  return nullptr;
}

/// The braces that an argument was written as, as they were written; or null.
const InitListExpr *bracesOf(const Expr *Arg) {
  const auto *List = dyn_cast<InitListExpr>(Arg->IgnoreUnlessSpelledInSource());
  return List && List->getSyntacticForm() ? List->getSyntacticForm() : List;
}

/// Whether the braces, as they were written, have a value for the field.
bool sets(const InitListExpr *List, const FieldDecl *Field) {
  if (List->getNumInits() == 0 || !isa<DesignatedInitExpr>(List->getInit(0)))
    return List->getNumInits() > Field->getFieldIndex();
  return llvm::any_of(List->inits(), [&](const Expr *Init) {
    const auto *D = dyn_cast<DesignatedInitExpr>(Init);
    const auto *First = D ? D->getDesignator(0) : nullptr;
    return !First || !First->isFieldDesignator() || First->getFieldDecl() == Field;
  });
}

/// A spawn without a name, and how it gets one.
struct Unnamed {
  const ValueDecl *Name = nullptr; ///< The parameter or the field of the options.
  std::optional<Insertion> Edit;
};

std::optional<Unnamed> unnamed(const CallExpr *Call, const FunctionDecl *F, const std::string &Text,
                               const ASTContext &Context) {
  const unsigned Written = writtenArguments(Call);
  for (unsigned I = 0; I < F->getNumParams() && I < Call->getNumArgs(); ++I) {
    const ParmVarDecl *P = F->getParamDecl(I);
    const FieldDecl *Field = nameField(P->getType());
    if (!isName(P) && !Field)
      continue;
    if (I >= Written) {
      if (!Field && !isEmptyText(cast<CXXDefaultArgExpr>(Call->getArg(I))->getExpr()))
        return std::nullopt;
      if (!Field)
        return Unnamed{P, insertedArgument(Call, I, Text, Context)};
      std::string Options = "{." + Field->getNameAsString() + " = " + Text + "}";
      return Unnamed{Field, insertedArgument(Call, I, Options, Context)};
    }
    const InitListExpr *List = Field ? bracesOf(Call->getArg(I)) : nullptr;
    if (!List || sets(List, Field))
      return std::nullopt; // Named, or made elsewhere.
    Unnamed Found{Field, std::nullopt};
    // Designators stand in the order of the fields.
    bool Macro = List->getLBraceLoc().isMacroID() || List->getRBraceLoc().isMacroID();
    std::string Designated = "." + Field->getNameAsString() + " = " + Text;
    if (Macro || List->getLBraceLoc().isInvalid())
      return Found;
    if (List->getNumInits() == 0)
      Found.Edit = Insertion{List->getRBraceLoc(), Designated};
    else if (Field->getFieldIndex() == 0 && isa<DesignatedInitExpr>(List->getInit(0)))
      Found.Edit = Insertion{List->getInit(0)->getBeginLoc(), Designated + ", "};
    return Found;
  }
  return std::nullopt;
}

/// What the task \p Arg runs, as its name begins; empty where that cannot be told.
std::string nameOfWork(const Expr *Arg) {
  const Expr *E = stripToObject(Arg);
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    return Ref->getDecl()->getNameAsString();
  const auto *Work = dyn_cast_or_null<CallExpr>(E);
  const FunctionDecl *F = Work ? Work->getDirectCallee() : nullptr;
  if (F && F->getIdentifier())
    return F->getNameAsString();
  if (!F || F->getOverloadedOperator() != OO_Call)
    return "";
  // A lambda, or what is called by the name of a variable.
  const auto *Of =
      dyn_cast_or_null<DeclRefExpr>(stripToObject(cast<CXXOperatorCallExpr>(Work)->getArg(0)));
  return Of ? Of->getDecl()->getNameAsString() : "lambda";
}

} // namespace

/// finds tasks that are spawned without a name where the library could name them
class UnnamedTaskCheck : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

protected:
  void look(Coroutine &C, Unit &U) override {
    if (C.isDependent())
      return;
    walk(C.body(), [&](const Stmt *S) {
      if (const auto *Call = dyn_cast<CallExpr>(S))
        judge(Call, U);
      return true;
    });
  }

private:
  void judge(const CallExpr *Call, Unit &U) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (!F || !F->getIdentifier() || Call->getNumArgs() == 0)
      return;
    if (!llvm::is_contained(SpawnNames, F->getName()) &&
        rowsFor(U.models().Spawns, describe(Call)).empty())
      return;
    const auto Task = llvm::find_if(
        Call->arguments(), [&](const Expr *Arg) { return isTaskType(Arg->getType(), U.models()); });
    std::string Work = Task == Call->arguments().end() ? "" : nameOfWork(*Task);
    if (Work.empty())
      return;
    const SourceManager &SM = U.context().getSourceManager();
    std::string Text =
        "\"" + Work + ":" + std::to_string(SM.getExpansionLineNumber(Call->getBeginLoc())) + "\"";
    std::optional<Unnamed> Found = unnamed(Call, F, Text, U.context());
    if (!Found || !firstAt(Call->getExprLoc()))
      return;
    {
      auto D = diag(Call->getExprLoc(),
                    "the task that runs '%0' has no name: what is reported of it at run time "
                    "cannot be told from what is reported of others like it");
      D << Work;
      if (Found->Edit)
        attach(D, FixKind::NamedTask, FixIs::Safe, *Found->Edit);
    }
    diag(Found->Name->getLocation(), "its name goes here", DiagnosticIDs::Note);
  }
};

std::unique_ptr<tidy::ClangTidyCheck> makeUnnamedTaskCheck(llvm::StringRef Name,
                                                           tidy::ClangTidyContext *Context) {
  return std::make_unique<UnnamedTaskCheck>(Name, Context);
}

} // namespace cotidy
