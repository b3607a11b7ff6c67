// SPDX-License-Identifier: Apache-2.0
// The files that are fixed: their text as it was linted, new texts laid over it, and their writing.
#ifndef COTIDY_TOOL_SOURCES_H
#define COTIDY_TOOL_SOURCES_H

#include "llvm/Support/Error.h"
#include <map>
#include <string>

namespace cotidy::driver {

/// Texts by the real names of their files.
using Texts = std::map<std::string, std::string>;

class Sources {
public:
  /// Notes which text of \p File a unit has read, by its hash (llvm::xxh3_64bits).
  void wasRead(const std::string &File, uint64_t Hash);

  /// The text of \p File with what was laid over it so far. An error if it cannot be read, or is
  /// not the text that the units have read.
  llvm::Expected<llvm::StringRef> text(const std::string &File);
  void lay(const Texts &New);
  const Texts &laid() const { return Laid; }

  /// Writes all that was laid: each a whole new file, moved into the place of the old one. Writes
  /// nothing if a file is not what it was. \returns how many were written; says on stderr what
  /// could not be done and clears \p Good then.
  unsigned write(bool &Good) const;

private:
  std::map<std::string, uint64_t> Hashes;
  Texts OnDisk, Laid;
};

} // namespace cotidy::driver

#endif
