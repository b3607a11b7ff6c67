// SPDX-License-Identifier: Apache-2.0
// `cotidy --init`: the files that a project needs, written where they are missing.
#ifndef COTIDY_TOOL_INIT_H
#define COTIDY_TOOL_INIT_H

#include "llvm/ADT/StringRef.h"

namespace cotidy::driver {

/// Writes .clang-tidy, .clangd and a CI job below \p Folder. What exists is left as it is, and what
/// to add there is said. \returns what the program ends with.
int initProject(llvm::StringRef Folder);

} // namespace cotidy::driver

#endif
