// SPDX-License-Identifier: Apache-2.0
// Prints what the analysis knows about each coroutine of a unit, for people and for tests.
#ifndef COTIDY_ANALYSIS_DUMP_H
#define COTIDY_ANALYSIS_DUMP_H

#include "clang/AST/ASTContext.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy {

void dumpCoroutines(clang::ASTContext &Context, llvm::raw_ostream &Out);

} // namespace cotidy

#endif
