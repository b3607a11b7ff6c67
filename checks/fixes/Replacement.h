// SPDX-License-Identifier: Apache-2.0
// Builds the text that replaces a blocking call, in the spelling of the library in use.
#ifndef COTIDY_FIXES_REPLACEMENT_H
#define COTIDY_FIXES_REPLACEMENT_H

#include "analysis/Coroutine.h"
#include "clang/Lex/Preprocessor.h"
#include <string>

namespace cotidy {

/// An edit of one call, with the headers it needs that the unit does not have yet.
struct Replacement {
  clang::CharSourceRange Range;
  std::string Text;
  llvm::SmallVector<std::string, 2> Headers; ///< Without quotes or angle brackets.
  std::string Changes;                       ///< For a suggestion: what its reader has to know.
};

/// Replaces the call \p At, which sleeps as \p How says, by the library's awaited sleep. Nothing
/// where a name that the text needs is neither declared nor in a header that can be found, where
/// an await is not allowed, or where the text would not mean the same.
std::optional<Replacement> awaitedSleep(Coroutine &C, const Call &At, const model::Sleep &How,
                                        const clang::Preprocessor *PP);

/// Wraps the call \p At into the library's offload. Nothing under the same conditions.
std::optional<Replacement> offloaded(Coroutine &C, const Call &At, const clang::Preprocessor *PP);

/// Whether \p What is declared in the unit, or its header can be found and is put into \p Headers.
bool available(const model::Need &What, const clang::ASTContext &Context,
               const clang::Preprocessor *PP, llvm::SmallVectorImpl<std::string> &Headers);

/// Whether the first component of a qualified name means the same where the coroutine stands.
bool rootIsVisible(Coroutine &C, llvm::StringRef Qualified);

/// The period of a `std::chrono::duration` in seconds, as numerator and denominator.
struct Period {
  int64_t Num = 1, Den = 1;
  bool Integral = true; ///< Whether ticks are counted in an integer.
};
std::optional<Period> periodOf(clang::QualType Duration);

} // namespace cotidy

#endif
