// SPDX-License-Identifier: Apache-2.0
// Turns a loop of awaits into one await of all its tasks, in the spelling of the library in use.
#ifndef COTIDY_FIXES_GATHERING_H
#define COTIDY_FIXES_GATHERING_H

#include "analysis/LoopDependence.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/StringSet.h"

namespace cotidy {

struct Gathering {
  clang::CharSourceRange Range;
  std::string Text;
  llvm::SmallVector<std::string, 2> Headers; ///< Without quotes or angle brackets.
  std::string Function;                      ///< What gathers, as a message names it.
  bool Bounded = false;                      ///< At most the limit run at once.
};

/// The gather of the loop \p L with at most \p Limit at once (0: no limit). Nothing where a name
/// is missing, a reference would dangle, the body is more than one statement, or a comment or a
/// macro stands in the text. \p Taken are the names that other fixes of the function declare.
std::optional<Gathering> gathered(Coroutine &C, const IndependentLoop &L, Unit &U, unsigned Limit,
                                  llvm::StringSet<> &Taken, const clang::Preprocessor *PP);

/// The library's gather over a range if the unit can have it, else null.
const model::Gather *gatherOf(Coroutine &C, const IndependentLoop &L, Unit &U,
                              const clang::Preprocessor *PP,
                              llvm::SmallVectorImpl<std::string> &Headers);

/// The library of the tasks that the loop awaits, or null.
const model::Library *libraryOf(Coroutine &C, const IndependentLoop &L, Unit &U);

} // namespace cotidy

#endif
