// SPDX-License-Identifier: Apache-2.0
// Prints findings as clang-tidy does, each once however many units have seen it.
#ifndef COTIDY_TOOL_REPORT_H
#define COTIDY_TOOL_REPORT_H

#include "Filter.h"
#include "LintUnit.h"
#include "llvm/ADT/StringSet.h"

namespace cotidy::driver {

class Report {
public:
  /// \p Text: whether findings are printed.
  Report(Settings &S, Places &Where, Filter &Which, bool Text);
  ~Report();

  /// Takes, and prints, what \p Result has that no unit before it had and that is to be shown.
  void add(UnitResult Result);
  /// Whether \p E, which was added, is not to be shown.
  bool hides(const clang::tidy::ClangTidyError &E) const;
  /// The same, as far as can be told after the code around it has moved: in doubt it is.
  bool mayHide(const clang::tidy::ClangTidyError &E) const;

  /// How many findings are shown.
  unsigned findings() const { return Warnings; }
  /// How many the baseline has, and how many are on lines that no change has touched.
  unsigned accepted() const { return Accepted; }
  unsigned elsewhere() const { return Elsewhere; }
  /// How many of them are treated as errors.
  unsigned treatedAsErrors() const { return AsErrors; }
  /// Mistakes in a model or an option that the checks have met.
  unsigned badSettings() const { return BadSettings; }
  /// How often each finding was met, shown or not, by identityOf.
  const std::map<std::string, size_t> &identities() const { return Identities; }
  /// All that is shown, in the order of the units; compile errors too.
  const std::vector<clang::tidy::ClangTidyError> &all() const { return All; }

private:
  void print(std::vector<clang::tidy::ClangTidyError> Shown);

  clang::tidy::ClangTidyContext Context;
  Places &Where;
  Filter &Which;
  const bool Text;
  llvm::StringMap<bool> Seen; ///< Whether it is hidden, by what makes two findings the same.
  llvm::StringSet<> Hidden;   ///< Without the place.
  std::map<std::string, size_t> Identities;
  std::vector<clang::tidy::ClangTidyError> All;
  unsigned Warnings = 0;
  unsigned Accepted = 0, Elsewhere = 0;
  unsigned AsErrors = 0;
  unsigned BadSettings = 0;
};

/// Writes \p Findings for clang-apply-replacements. \returns whether it could.
bool exportFindings(llvm::StringRef To, llvm::StringRef MainFile,
                    const std::vector<clang::tidy::ClangTidyError> &Findings);

} // namespace cotidy::driver

#endif
