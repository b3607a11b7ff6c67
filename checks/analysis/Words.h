// SPDX-License-Identifier: Apache-2.0
// What the names of functions and variables speak of: logging, stopping, cleaning up.
#ifndef COTIDY_ANALYSIS_WORDS_H
#define COTIDY_ANALYSIS_WORDS_H

#include "clang/AST/Decl.h"

namespace cotidy {

/// The plain name of \p D; empty for operators, and for null.
llvm::StringRef nameOf(const clang::NamedDecl *D);

/// Whether \p Name, in whatever case and style, speaks of one of \p Words.
bool speaksOf(llvm::StringRef Name, llvm::ArrayRef<llvm::StringLiteral> Words);

/// A function that only tells people about what it is given, and changes nothing.
bool isLogLike(llvm::StringRef Name);

/// A variable or function that says whether the work shall end, in either sense.
bool isStopLike(llvm::StringRef Name);

/// An operation that ends something: whether it succeeds hardly ever matters to who calls it.
bool isCleanupLike(llvm::StringRef Name);

} // namespace cotidy

#endif
