// SPDX-License-Identifier: Apache-2.0
// Prints findings as clang-tidy does, each once however many units have seen it.
#ifndef COTIDY_TOOL_REPORT_H
#define COTIDY_TOOL_REPORT_H

#include "LintUnit.h"
#include "llvm/ADT/StringSet.h"

namespace cotidy::driver {

class Report {
public:
  /// \p Text: whether findings are printed.
  Report(Settings &S, bool Text);
  ~Report();

  /// Takes, and prints, what \p Result has that no unit before it had.
  void add(UnitResult Result);

  unsigned findings() const { return Warnings; }
  /// How many of them are treated as errors.
  unsigned treatedAsErrors() const { return AsErrors; }
  /// Mistakes in a model or an option that the checks have met.
  unsigned badSettings() const { return BadSettings; }
  /// All that was taken, in the order of the units; compile errors too.
  const std::vector<clang::tidy::ClangTidyError> &all() const { return All; }

private:
  void print(std::vector<clang::tidy::ClangTidyError> Shown);

  clang::tidy::ClangTidyContext Context;
  const bool Text;
  llvm::StringSet<> Seen;
  std::vector<clang::tidy::ClangTidyError> All;
  unsigned Warnings = 0;
  unsigned AsErrors = 0;
  unsigned BadSettings = 0;
};

/// Writes \p Findings for clang-apply-replacements. \returns whether it could.
bool exportFindings(llvm::StringRef To, llvm::StringRef MainFile,
                    const std::vector<clang::tidy::ClangTidyError> &Findings);

} // namespace cotidy::driver

#endif
