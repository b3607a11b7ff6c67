// SPDX-License-Identifier: Apache-2.0
// Writes the loop that starts the tasks, the gather, and what takes its results.
#include "Gathering.h"
#include "Replacement.h"
#include "analysis/Names.h"
#include "analysis/Tasks.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace cotidy {
namespace {

void fill(std::string &Text, llvm::StringRef Hole, llvm::StringRef With) {
  for (size_t At = 0; (At = Text.find(Hole.str(), At)) != std::string::npos; At += With.size())
    Text.replace(At, Hole.size(), With.str());
}

/// The source between two places, or nothing where a macro has a part in the ends.
std::optional<llvm::StringRef> textBetween(SourceLocation Begin, SourceLocation End,
                                           const ASTContext &Context) {
  if (Begin.isInvalid() || End.isInvalid() || Begin.isMacroID() || End.isMacroID())
    return std::nullopt;
  bool Invalid = false;
  llvm::StringRef Text =
      Lexer::getSourceText(CharSourceRange::getTokenRange(Begin, End), Context.getSourceManager(),
                           Context.getLangOpts(), &Invalid);
  if (Invalid || Text.empty())
    return std::nullopt;
  return Text;
}

/// Whether a parameter of the type only looks at what it is given.
bool borrows(QualType P) {
  if (P->isReferenceType() || P->isPointerType())
    return true;
  const CXXRecordDecl *R = P->getAsCXXRecordDecl();
  llvm::StringRef Name = R && R->getIdentifier() ? R->getName() : "";
  return !R ? P->isDependentType()
            : R->isLambda() || Name.contains_insensitive("view") || Name.contains("span") ||
                  Name.contains("Piece") || Name.contains("Ref") || Name.contains("function_ref") ||
                  Name.contains("Ptr") || isHandle(P);
}

/// Whether what \p E names is still there when the loop has ended.
bool outlivesLoop(const Expr *E, const IndependentLoop &L, const ASTContext &Context) {
  Root Of = rootOf(E);
  if (Of.Kind == Root::This)
    return true;
  if (Of.Kind != Root::Variable)
    return false;
  if (!Of.Var->hasLocalStorage())
    return true;
  if (Of.Var == L.Element) {
    const auto *R = cast<CXXForRangeStmt>(L.Loop);
    Root Range = rootOf(R->getRangeInit());
    return L.Element->getType()->isReferenceType() && R->getRangeInit()->isLValue() &&
           (Range.Kind == Root::Variable || Range.Kind == Root::This);
  }
  // A variable of the loop, its counter too, ends with it or has changed by then.
  SourceLocation At = Of.Var->getLocation();
  const SourceManager &SM = Context.getSourceManager();
  return SM.isBeforeInTranslationUnit(At, L.Loop->getBeginLoc());
}

/// Whether the counter of the loop is what \p E names: it is another value by the time of the
/// await.
bool namesCounter(const Expr *E, const IndependentLoop &L) {
  const auto *F = dyn_cast<ForStmt>(L.Loop);
  bool Found = !F && !L.Element;
  if (F && F->getInc())
    walk(F->getInc(), [&](const Stmt *S) {
      const auto *Ref = dyn_cast<DeclRefExpr>(S);
      Root Of = rootOf(E);
      Found |= Ref && Of.Kind == Root::Variable && Of.Var == Ref->getDecl() &&
               !isa<CXXOperatorCallExpr, ArraySubscriptExpr>(E->IgnoreParenImpCasts());
      return !Found;
    });
  return Found;
}

/// Whether the task can be kept until after the loop: nothing that it refers to ends before.
bool canBeKept(const CallExpr *Work, const IndependentLoop &L, const ASTContext &Context) {
  Call At = describe(Work);
  if (!At.Callee || At.Callee->isVariadic())
    return false;
  if (At.ObjectExpr && !outlivesLoop(At.ObjectExpr, L, Context))
    return false;
  for (size_t I = 0; I < At.Args.size(); ++I) {
    if (I >= At.Callee->getNumParams())
      return false;
    QualType P = At.Callee->getParamDecl(I)->getType();
    if (borrows(P) && (!outlivesLoop(At.Args[I], L, Context) || namesCounter(At.Args[I], L)))
      return false;
    // A conversion makes a temporary, which ends with the statement.
    bool Temporary = false;
    if (borrows(P))
      walk(At.Args[I], [&](const Stmt *S) {
        Temporary |= isa<MaterializeTemporaryExpr>(S);
        return !Temporary;
      });
    if (Temporary)
      return false;
  }
  return true;
}

/// A name that stands nowhere in the function.
std::string freshName(llvm::StringRef Wanted, llvm::StringRef Function,
                      const llvm::StringSet<> &Taken) {
  auto Used = [&](llvm::StringRef Name) {
    for (size_t At = 0; (At = Function.find(Name, At)) != llvm::StringRef::npos; ++At) {
      auto Part = [](char C) { return llvm::isAlnum(C) || C == '_'; };
      if ((At == 0 || !Part(Function[At - 1])) &&
          (At + Name.size() >= Function.size() || !Part(Function[At + Name.size()])))
        return true;
    }
    return false;
  };
  std::string Name = Wanted.str();
  for (unsigned I = 2; Used(Name) || Taken.contains(Name); ++I)
    Name = (Wanted + llvm::Twine(I)).str();
  return Name;
}

llvm::StringRef indentAt(SourceLocation Loc, const SourceManager &SM) {
  llvm::StringRef Buffer = SM.getBufferData(SM.getFileID(Loc));
  unsigned At = SM.getFileOffset(Loc);
  size_t Line = Buffer.rfind('\n', At);
  Line = Line == llvm::StringRef::npos ? 0 : Line + 1;
  return Buffer.slice(Line, At).take_while([](char C) { return C == ' ' || C == '\t'; });
}

/// The empty vector that is declared right before the loop and that the body only pushes to.
const VarDecl *resultVector(Coroutine &C, const IndependentLoop &L, const Expr *Statement,
                            const DeclStmt *&Declaration) {
  const auto *Push = dyn_cast<CXXMemberCallExpr>(Statement->IgnoreUnlessSpelledInSource());
  if (!Push || !Push->getMethodDecl() || !Push->getMethodDecl()->getIdentifier() ||
      Push->getNumArgs() != 1)
    return nullptr;
  llvm::StringRef Name = Push->getMethodDecl()->getName();
  const auto *Ref =
      dyn_cast<DeclRefExpr>(Push->getImplicitObjectArgument()->IgnoreUnlessSpelledInSource());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const auto *Block = dyn_cast_or_null<CompoundStmt>(C.surroundings().parents().above(L.Loop));
  if ((Name != "push_back" && Name != "emplace_back") || !V || !Block)
    return nullptr;
  const auto *At = llvm::find(Block->body(), L.Loop);
  if (At == Block->body_begin() || At == Block->body_end())
    return nullptr;
  Declaration = dyn_cast<DeclStmt>(*std::prev(At));
  if (!Declaration || !Declaration->isSingleDecl() || Declaration->getSingleDecl() != V)
    return nullptr;
  const auto *Make = dyn_cast_or_null<CXXConstructExpr>(V->getInit());
  const auto *R =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(V->getType()->getAsCXXRecordDecl());
  if (!Make || Make->getNumArgs() || !R || qualifiedName(R) != "std::vector" ||
      V->getType().isConstQualified() ||
      R->getTemplateArgs()[0].getAsType().getCanonicalType() !=
          L.Await->getType().getNonReferenceType().getUnqualifiedType().getCanonicalType())
    return nullptr;
  return V;
}

} // namespace

const model::Library *libraryOf(Coroutine &C, const IndependentLoop &L, Unit &U) {
  const Expr *What = L.Operand->IgnoreUnlessSpelledInSource();
  if (const CXXRecordDecl *R = recordOf(What->getType()))
    if (auto Rows = U.models().Tasks.find(qualifiedName(R)); !Rows.empty())
      return Rows.front().From;
  return C.library();
}

const model::Gather *gatherOf(Coroutine &C, const IndependentLoop &L, Unit &U,
                              const Preprocessor *PP, llvm::SmallVectorImpl<std::string> &Headers) {
  const model::Library *Lib = libraryOf(C, L, U);
  if (!Lib)
    return nullptr;
  for (const model::Gather &G : Lib->Gathers) {
    if (G.Text.empty() || (!G.OfVoid && L.Await->getType()->isVoidType()))
      continue;
    llvm::SmallVector<std::string, 2> Missing;
    if (llvm::all_of(G.Needs, [&](const model::Need &N) {
          return available(N, U.context(), PP, Missing) && rootIsVisible(C, N.Name);
        })) {
      Headers.append(Missing.begin(), Missing.end());
      return &G;
    }
  }
  return nullptr;
}

std::optional<Gathering> gathered(Coroutine &C, const IndependentLoop &L, Unit &U, unsigned Limit,
                                  llvm::StringSet<> &Taken, const Preprocessor *PP) {
  const ASTContext &Context = U.context();
  const SourceManager &SM = Context.getSourceManager();
  if (!L.Single || C.isDependent() || C.function()->isTemplateInstantiation() || L.Kept)
    return std::nullopt;
  Gathering Out;
  const model::Gather *G = gatherOf(C, L, U, PP, Out.Headers);
  // What is awaited must be the task itself, by a model: it is put into a container.
  const Expr *Task = L.Operand->IgnoreUnlessSpelledInSource();
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(Task))
    Task = Cleanups->getSubExpr()->IgnoreUnlessSpelledInSource();
  const CXXRecordDecl *Class = recordOf(Task->getType());
  if (!G || Task != L.Work || !Class || U.models().Tasks.find(qualifiedName(Class)).empty())
    return std::nullopt;
  bool Void = L.Await->getType()->isVoidType();
  if (!canBeKept(L.Work, L, Context) ||
      !available({"std::vector", "vector"}, Context, PP, Out.Headers) ||
      !available({"std::move", "utility"}, Context, PP, Out.Headers))
    return std::nullopt;
  // A limit means something only while the tasks have not started.
  bool Lazy = startOf(Task->getType(), U.models()) == model::Start::Lazy;
  Out.Bounded = Limit && Lazy && !G->Limited.empty();

  const Stmt *Only = L.Body;
  const auto *Block = dyn_cast<CompoundStmt>(Only);
  if (Block)
    Only = Block->body_front();
  const auto *Statement = cast<Expr>(Only);
  bool Plain = isDropped(C.surroundings().parents(), L.Await);

  std::optional<llvm::StringRef> Operand =
      textBetween(Task->getBeginLoc(), Task->getEndLoc(), Context);
  std::optional<llvm::StringRef> Whole =
      textBetween(Statement->getBeginLoc(), Statement->getEndLoc(), Context);
  std::optional<llvm::StringRef> AwaitText =
      textBetween(L.Await->getBeginLoc(), L.Await->getEndLoc(), Context);
  SourceLocation End = L.Body->getEndLoc();
  if (!Block) {
    std::optional<Token> Next =
        Lexer::findNextToken(Statement->getEndLoc(), SM, Context.getLangOpts());
    if (!Next || Next->isNot(tok::semi))
      return std::nullopt;
    End = Next->getLocation();
  }
  SourceLocation Begin = L.Loop->getBeginLoc();
  std::optional<llvm::StringRef> Function =
      textBetween(C.function()->getBeginLoc(), C.function()->getEndLoc(), Context);
  if (!Operand || !Whole || !AwaitText || !Function)
    return std::nullopt;

  const DeclStmt *Declaration = nullptr;
  const VarDecl *Into = !Plain && G->Vector && G->Result.empty()
                            ? resultVector(C, L, Statement, Declaration)
                            : nullptr;
  // An accumulation names what it adds to, and nothing of the iteration but the awaited value.
  if (!Plain && !Into) {
    bool NamesElement = false;
    walk(Statement, [&](const Stmt *S) {
      if (S == L.Await)
        return false;
      const auto *Ref = dyn_cast<DeclRefExpr>(S);
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      NamesElement |=
          V && (V == L.Element || !SM.isBeforeInTranslationUnit(V->getLocation(), Begin));
      return !NamesElement;
    });
    if (NamesElement)
      return std::nullopt;
  }
  if (Into)
    Begin = Declaration->getBeginLoc();
  std::optional<llvm::StringRef> Old = textBetween(Begin, End, Context);
  if (!Old || Old->contains("//") || Old->contains("/*") || Old->contains('#'))
    return std::nullopt;

  QualType T = Task->getType().getUnqualifiedType();
  PrintingPolicy Policy = Context.getPrintingPolicy();
  std::string Type = TypeName::getFullyQualifiedName(T, Context, Policy);
  if (llvm::StringRef(Type).contains("(lambda") || llvm::StringRef(Type).contains("(unnamed"))
    return std::nullopt;
  std::string Tasks = freshName("tasks", *Function, Taken);
  std::string Each = freshName("each", *Function, {});
  std::string Container = G->Container;
  fill(Container, "${type}", Type);
  std::string Await = Out.Bounded ? G->Limited : G->Text;
  fill(Await, "${tasks}", Tasks);
  fill(Await, "${limit}", std::to_string(Limit));
  std::string Indent = indentAt(Begin, SM).str();

  // The loop stays as it is, but keeps the tasks.
  std::optional<llvm::StringRef> Loop = textBetween(L.Loop->getBeginLoc(), End, Context);
  if (!Loop)
    return std::nullopt;
  size_t At = Whole->data() - Loop->data();
  std::string Starts = (Loop->take_front(At) + Tasks + "." + G->Add + "(" + *Operand + ")" +
                        Loop->drop_front(At + Whole->size()))
                           .str();
  Out.Text = Container + " " + Tasks + ";\n" + Indent + Starts + "\n" + Indent;
  QualType Plainly = L.Await->getType().getNonReferenceType();
  std::string Value = !G->Result.empty()                         ? G->Result
                      : Plainly.isTriviallyCopyableType(Context) ? Each
                                                                 : "std::move(" + Each + ")";
  fill(Value, "${each}", Each);
  if (Into) {
    std::optional<llvm::StringRef> Declared =
        textBetween(Declaration->getBeginLoc(), Into->getLocation(), Context);
    if (!Declared)
      return std::nullopt;
    Out.Text += Declared->str() + " = " + Await + ";";
  } else if (Plain && (Void || G->Result.empty())) {
    // A kept error is lost unless the result is asked for.
    Out.Text += G->Result.empty()
                    ? Await + ";"
                    : "for (auto &" + Each + " : " + Await + ")\n" + Indent + "  " + Value + ";";
  } else if (Plain) {
    Out.Text += "for (auto &" + Each + " : " + Await + ")\n" + Indent + "  (void)" + Value + ";";
  } else {
    size_t In = AwaitText->data() - Whole->data();
    Out.Text += "for (auto &&" + Each + " : " + Await + ")\n" + Indent + "  " +
                (Whole->take_front(In) + Value + Whole->drop_front(In + AwaitText->size())).str() +
                ";";
  }
  Taken.insert(Tasks);
  Out.Range = CharSourceRange::getTokenRange(Begin, End);
  Out.Function = llvm::StringRef(Await)
                     .drop_front(strlen("co_await "))
                     .take_until([](char C) { return C == '('; })
                     .str();
  return Out;
}

} // namespace cotidy
