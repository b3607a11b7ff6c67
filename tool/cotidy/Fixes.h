// SPDX-License-Identifier: Apache-2.0
// The edits of fixes that fit beside each other, and the text of a file with them made.
#ifndef COTIDY_TOOL_FIXES_H
#define COTIDY_TOOL_FIXES_H

#include "LintUnit.h"
#include <map>
#include <set>

namespace cotidy::driver {

/// The file behind a link is the one to change.
std::string realName(llvm::StringRef Path);

class Fixes {
public:
  explicit Fixes(bool WithNotes) : WithNotes(WithNotes) {}

  enum class Added { Taken, NoFix, Overlaps };
  /// Takes the fix of \p Finding if all of it fits beside those taken before, else none of it.
  Added add(const clang::tidy::ClangTidyError &Finding);

  /// The files that the fixes taken so far change, by their real names.
  std::vector<std::string> files() const;
  /// \returns \p Code, the text of \p File, with the edits made and formatted around them as the
  /// settings say; an error where an edit is not within the text.
  llvm::Expected<std::string> fixed(llvm::StringRef File, llvm::StringRef Code, Settings &S) const;

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
  bool WithNotes;
};

} // namespace cotidy::driver

#endif
