// SPDX-License-Identifier: Apache-2.0
// Reads and applies unified diffs.
#ifndef COTIDY_VALIDATE_PATCH_H
#define COTIDY_VALIDATE_PATCH_H

#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace cotidy::validate {

struct Hunk {
  unsigned OldLine; ///< Where it begins in the old file, from 1; 0 for an empty file.
  std::vector<std::string> Old, New;
};

struct FilePatch {
  std::string Name; ///< As the diff spells it, without `a/` or `b/`.
  std::vector<Hunk> Hunks;
};

/// \returns nothing, with the reason in \p Wrong, where \p Text is no unified diff.
std::optional<std::vector<FilePatch>> parsePatch(llvm::StringRef Text, std::string &Wrong);

/// The file that is meant: the program, or one with that name beside it. Its real name.
std::optional<std::string> fileOf(const FilePatch &Patch, llvm::StringRef Program);

/// \returns nothing, with the reason in \p Wrong, where the old lines are not in \p Text.
std::optional<std::string> applied(const FilePatch &Patch, llvm::StringRef Text,
                                   std::string &Wrong);

} // namespace cotidy::validate

#endif
