// SPDX-License-Identifier: Apache-2.0
// Where findings are, for people and platforms: lines, columns, and paths within the project.
#ifndef COTIDY_TOOL_PLACES_H
#define COTIDY_TOOL_PLACES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace cotidy::driver {

/// Counted from 1; a column is a code point, so that it is right for text that is not ASCII. A line
/// of 0: the file cannot be read, or has no such place.
struct Position {
  unsigned Line = 0;
  unsigned Column = 0;
};

class Places {
public:
  /// \p Root is the folder of the project.
  explicit Places(std::string Root);

  llvm::StringRef root() const { return Root; }
  /// \p File within the project, with `/`; as it is when it lies elsewhere.
  std::string relative(llvm::StringRef File);

  Position at(llvm::StringRef File, unsigned Offset);
  /// The line around that place, without its end.
  llvm::StringRef line(llvm::StringRef File, unsigned Offset);

private:
  struct Text {
    std::string Bytes;
    std::vector<size_t> Lines; ///< Where each begins; empty: the file cannot be read.
  };
  const Text &text(llvm::StringRef File);
  /// The index of the line, which must be there, or that of none.
  static size_t lineOf(const Text &T, unsigned Offset);

  std::string Root;
  llvm::StringMap<Text> Texts;
  llvm::StringMap<std::string> Relative;
};

/// The folder that paths are relative to: \p Given, else the repository (what holds `.git`) around
/// the current folder if \p File lies in it, else the one around \p File, else the current folder.
std::string projectRoot(llvm::StringRef Given, llvm::StringRef File);

} // namespace cotidy::driver

#endif
