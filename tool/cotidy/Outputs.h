// SPDX-License-Identifier: Apache-2.0
// Where the results of a run go: `--output FORMAT[=FILE]`, several at once.
#ifndef COTIDY_TOOL_OUTPUTS_H
#define COTIDY_TOOL_OUTPUTS_H

#include "Formats.h"
#include <optional>

namespace cotidy::driver {

enum class Format { Text, Sarif, GitHub, GitLab, JUnit, JsonLines };

struct Output {
  Format As;
  std::string Name; ///< Of the format, for messages.
  std::string File; ///< Empty: standard output.
};

class Outputs {
public:
  /// Reads \p Given; says on stderr what is wrong and returns nothing then. Text goes to standard
  /// output unless another format takes that.
  static std::optional<Outputs> parse(llvm::ArrayRef<std::string> Given);

  /// Whether findings are printed as clang-tidy does.
  bool text() const { return Text; }
  /// Whether anything is written at the end.
  bool any() const { return !Rest.empty(); }
  /// \returns whether all could be written; says on stderr which could not.
  bool write(const Results &Of, Places &Where, const About &Tool) const;

private:
  bool Text = true;
  std::vector<Output> Rest;
};

} // namespace cotidy::driver

#endif
