// SPDX-License-Identifier: Apache-2.0
// The lines that a change touches, as git tells: `--diff`.
#ifndef COTIDY_TOOL_CHANGES_H
#define COTIDY_TOOL_CHANGES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace cotidy::driver {

class Changes {
public:
  /// What the work tree around \p Folder has since it parted from \p Revision; files that git does
  /// not know yet are new as a whole.
  static llvm::Expected<Changes> since(llvm::StringRef Revision, llvm::StringRef Folder);
  /// Reads what `git diff -U0` prints about the repository at \p Root.
  static llvm::Expected<Changes> parse(llvm::StringRef Diff, llvm::StringRef Root);

  void addWhole(llvm::StringRef File);
  bool touchFile(llvm::StringRef File) const;
  /// \p Line counts from 1; 0, a place that is not known, is touched with its file.
  bool touchLine(llvm::StringRef File, unsigned Line) const;

private:
  struct Range {
    unsigned First, Last;
  };
  const std::vector<Range> *rangesOf(llvm::StringRef File) const;

  llvm::StringMap<std::vector<Range>> Files; ///< By their real names.
  mutable llvm::StringMap<std::string> RealNames;
};

} // namespace cotidy::driver

#endif
