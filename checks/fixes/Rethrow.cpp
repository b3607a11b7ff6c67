// SPDX-License-Identifier: Apache-2.0
// Builds handlers and tests that throw a cancellation on, in the style of the code around.
#include "Rethrow.h"
#include "Replacement.h"
#include "analysis/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

/// The blanks at the start of the line of \p Loc.
llvm::StringRef indentAt(SourceLocation Loc, const SourceManager &SM) {
  auto [File, Offset] = SM.getDecomposedLoc(Loc);
  llvm::StringRef Text = SM.getBufferData(File).take_front(Offset);
  llvm::StringRef Line = Text.substr(Text.rfind('\n') + 1);
  return Line.take_while([](char C) { return C == ' ' || C == '\t'; });
}

/// Whether nothing but blanks stands before \p Loc on its line.
bool isFirstOnLine(SourceLocation Loc, const SourceManager &SM) {
  return indentAt(Loc, SM).size() + 1 == SM.getSpellingColumnNumber(Loc);
}

/// One level of indentation, as the handler's own body has it.
std::string stepOf(const CompoundStmt *Body, llvm::StringRef Outer, const SourceManager &SM) {
  if (!Body->body_empty()) {
    SourceLocation First = Body->body_front()->getBeginLoc();
    if (!First.isMacroID() && isFirstOnLine(First, SM)) {
      llvm::StringRef Inner = indentAt(First, SM);
      if (Inner.size() > Outer.size() && Inner.starts_with(Outer))
        return Inner.drop_front(Outer.size()).str();
    }
  }
  return Outer.contains('\t') ? "\t" : "  ";
}

/// The code that stands for the cancellation, as the unit knows it.
const std::string *codeOf(Coroutine &C, const Signal &S) {
  if (!S.Library || !S.Library->Cancel)
    return nullptr;
  for (const std::string &Name : S.Library->Cancel->Codes)
    if (findName(C.surroundings().context(), Name) && rootIsVisible(C, Name))
      return &Name;
  return nullptr;
}

} // namespace

std::optional<Insertion> rethrown(Coroutine &C, const Swallowed &What) {
  const CXXCatchStmt *H = What.Handler;
  const ASTContext &Context = C.surroundings().context();
  const SourceManager &SM = Context.getSourceManager();
  const auto *Body = H ? dyn_cast<CompoundStmt>(H->getHandlerBlock()) : nullptr;
  if (!Body || !What.What.Class || H->getBeginLoc().isMacroID() ||
      Body->getLBracLoc().isMacroID() || Body->getRBracLoc().isMacroID() ||
      !rootIsVisible(C, What.What.Name))
    return std::nullopt;
  std::string Indent = indentAt(H->getBeginLoc(), SM).str();
  std::string Step = stepOf(Body, Indent, SM), Inner = Indent + Step;
  bool OneLine = SM.getSpellingLineNumber(Body->getLBracLoc()) ==
                 SM.getSpellingLineNumber(Body->getRBracLoc());

  if (What.IsExact) {
    // Only where every way through the handler comes to its end.
    bool Leaves = false;
    walk(Body, [&](const Stmt *S) {
      Leaves |= isa<ContinueStmt, BreakStmt, GotoStmt, CoreturnStmt>(S);
      return !Leaves;
    });
    if (Leaves)
      return std::nullopt;
    if (OneLine)
      return Insertion{Body->getRBracLoc(), Body->body_empty() ? " throw; " : "throw; "};
    if (!isFirstOnLine(Body->getRBracLoc(), SM))
      return std::nullopt;
    return Insertion{Body->getRBracLoc(), Step + "throw;\n" + Indent};
  }

  if (!What.What.IsCoded) {
    std::string Text = "catch (const " + What.What.Name + " &) {\n" + Inner + "throw;\n" + Indent;
    Text += isFirstOnLine(H->getBeginLoc(), SM) ? "}\n" + Indent : "} ";
    return Insertion{H->getBeginLoc(), Text};
  }

  // Only its code tells the cancellation from other errors, which go on into the handler.
  const std::string *Code = codeOf(C, What.What);
  if (!Code)
    return std::nullopt;
  const VarDecl *Var = H->getExceptionDecl();
  bool IsNamed = Var && Var->getIdentifier() && H->getCaughtType()->isReferenceType();
  const CXXRecordDecl *Caught = IsNamed ? recordOf(H->getCaughtType()) : nullptr;
  std::string Text;
  auto Line = [&](unsigned Depth, const std::string &What) {
    Text += "\n" + Indent;
    for (unsigned I = 0; I < Depth; ++I)
      Text += Step;
    Text += What;
  };
  if (Caught && Caught->getCanonicalDecl() == What.What.Class->getCanonicalDecl()) {
    Line(1, "if (" + Var->getName().str() + ".code() == " + *Code + ")");
    Line(2, "throw;");
  } else if (Caught && Caught->hasDefinition() && Caught->getDefinition()->isPolymorphic() &&
             Context.getLangOpts().RTTI) {
    Line(1, "if (auto *failure = dynamic_cast<const " + What.What.Name + " *>(&" +
                Var->getName().str() + ");");
    Line(1, "    failure && failure->code() == " + *Code + ")");
    Line(2, "throw;");
  } else {
    Line(1, "try {");
    Line(2, "throw;");
    Line(1, "} catch (const " + What.What.Name + " &e) {");
    Line(2, "if (e.code() == " + *Code + ")");
    Line(3, "throw;");
    Line(1, "} catch (...) {");
    Line(1, "}");
  }
  if (OneLine)
    Text += "\n" + (Body->body_empty() ? Indent : Indent + Step.substr(1));
  return Insertion{Body->getLBracLoc().getLocWithOffset(1), Text};
}

} // namespace cotidy
