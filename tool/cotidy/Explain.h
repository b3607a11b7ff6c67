// SPDX-License-Identifier: Apache-2.0
// What the program says of a check when it is asked: its row of the registry, and its page.
#ifndef COTIDY_TOOL_EXPLAIN_H
#define COTIDY_TOOL_EXPLAIN_H

#include "Options.h"
#include "llvm/ADT/ArrayRef.h"

namespace cotidy::driver {

/// Prints the names of checks, each with what it finds.
void listChecks(llvm::ArrayRef<std::string> Names);

/// Prints the row and the page of \p Check, which may lack `coro-`; for `all` every row. Says which
/// checks there are if there is no such check.
ExitCode explain(llvm::StringRef Check);

} // namespace cotidy::driver

#endif
