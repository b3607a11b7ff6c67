// SPDX-License-Identifier: Apache-2.0
// Adds an argument to a call.
#ifndef COTIDY_FIXES_ARGUMENTS_H
#define COTIDY_FIXES_ARGUMENTS_H

#include "Insertion.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include <optional>

namespace cotidy {

/// Puts \p Text in as the argument number \p At (0: the first), of which there may be one already.
/// All before it have to be written. Nothing in macros.
std::optional<Insertion> insertedArgument(const clang::CallExpr *Call, unsigned At,
                                          llvm::StringRef Text, const clang::ASTContext &Context);

} // namespace cotidy

#endif
