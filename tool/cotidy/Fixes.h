// SPDX-License-Identifier: Apache-2.0
// Merges the fixes of all units and writes the fixed files.
#ifndef COTIDY_TOOL_FIXES_H
#define COTIDY_TOOL_FIXES_H

#include "LintUnit.h"
#include <map>
#include <set>

namespace cotidy::driver {

class Fixes {
public:
  explicit Fixes(bool WithNotes) : WithNotes(WithNotes) {}

  /// Takes the fix of \p Finding, if it has one and all of it fits beside those taken before.
  void add(const clang::tidy::ClangTidyError &Finding);

  /// Writes each file that a fix changes: a whole new file, moved into the place of the old one.
  /// \returns whether all could be written; says on stderr what happened, unless \p Quiet.
  bool apply(Settings &S, bool Quiet);

private:
  struct Edit {
    unsigned Offset, Length;
    std::string Text;
    auto operator<=>(const Edit &) const = default;
    unsigned end() const { return Offset + Length; }
  };
  using Edits = std::set<Edit>;

  static bool fits(const Edits &Taken, const Edit &New);

  std::map<std::string, Edits> Files;
  std::vector<std::string> Skipped; ///< Findings whose fix overlaps another one.
  unsigned Applied = 0;
  bool WithNotes;
};

} // namespace cotidy::driver

#endif
