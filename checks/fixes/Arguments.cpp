// SPDX-License-Identifier: Apache-2.0
// Finds the place of an argument among those that are written.
#include "Arguments.h"
#include "analysis/Body.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

std::optional<Insertion> insertedArgument(const CallExpr *Call, unsigned At, llvm::StringRef Text,
                                          const ASTContext &Context) {
  unsigned Written = writtenArguments(Call);
  if (At > Written || Call->getBeginLoc().isMacroID() || Call->getRParenLoc().isMacroID())
    return std::nullopt;
  if (At < Written) {
    SourceLocation Before = Call->getArg(At)->getBeginLoc();
    if (Before.isMacroID())
      return std::nullopt;
    return Insertion{Before, (Text + ", ").str()};
  }
  if (At == 0)
    return Insertion{Call->getRParenLoc(), Text.str()};
  SourceLocation Last = Call->getArg(At - 1)->getEndLoc();
  if (Last.isMacroID())
    return std::nullopt;
  return Insertion{
      Lexer::getLocForEndOfToken(Last, 0, Context.getSourceManager(), Context.getLangOpts()),
      (", " + Text).str()};
}

} // namespace cotidy
