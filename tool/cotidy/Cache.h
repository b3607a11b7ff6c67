// SPDX-License-Identifier: Apache-2.0
// Results of units on disk, for the next run.
#ifndef COTIDY_TOOL_CACHE_H
#define COTIDY_TOOL_CACHE_H

#include "LintUnit.h"

namespace cotidy::driver {

/// A folder of results by their keys (InputKey). Whatever is wrong with the folder or a file in it,
/// the result is a miss: a cache is never the reason that a run fails. Several runs can share one.
class Cache {
public:
  /// \p Folder empty: there is no cache.
  explicit Cache(std::string Folder);

  bool exists() const { return !Folder.empty(); }
  /// Whether a result of \p Unit (fixedInputs) was ever stored: else it need not be looked for.
  bool knows(llvm::StringRef Unit) const;
  std::optional<UnitResult> load(llvm::StringRef Key) const;
  void store(llvm::StringRef Unit, llvm::StringRef Key, const UnitResult &Result) const;
  /// Drops what was not used for the longest time until \p Megabytes are left, if the last time is
  /// a while ago or \p Now.
  void prune(size_t Megabytes, bool Now) const;

private:
  std::string fileOf(llvm::StringRef Key) const;
  void write(llvm::StringRef Name, llvm::StringRef Text) const;

  std::string Folder;
};

} // namespace cotidy::driver

#endif
