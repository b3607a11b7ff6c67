// SPDX-License-Identifier: Apache-2.0
// Reads and writes whole files: a reader sees the old text or the new one, whenever we are killed.
#ifndef COTIDY_TOOL_FILES_H
#define COTIDY_TOOL_FILES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace cotidy::driver {

/// The text of \p File as it is on disk now.
llvm::Expected<std::string> readWhole(llvm::StringRef File);

/// Puts \p Text into \p File: a new file moved into the place of the old one, with its permissions
/// and, where it is a symbolic link, at its target. What is no regular file is written to.
llvm::Error writeWhole(llvm::StringRef File, llvm::StringRef Text);

} // namespace cotidy::driver

#endif
