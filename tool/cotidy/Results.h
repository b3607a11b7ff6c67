// SPDX-License-Identifier: Apache-2.0
// What a run has found, ordered by place and with fingerprints: what every format is written from.
#ifndef COTIDY_TOOL_RESULTS_H
#define COTIDY_TOOL_RESULTS_H

#include "Places.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

namespace cotidy::driver {

/// One finding, or one problem of the run.
struct Found {
  const clang::tidy::ClangTidyError *Error;
  std::string Path;        ///< Within the project; empty: no place in a file.
  Position Begin, End;     ///< A line of 0: not known.
  std::string Fingerprint; ///< 32 hexadecimal digits, unlike those of all others of the run.
};

/// A unit that was asked for, and what kept it from being linted; nothing, most of the time.
struct UnitState {
  std::string File;
  std::string Trouble;
};

struct Results {
  std::vector<Found> Findings; ///< What the checks report, by path and place.
  std::vector<Found> Problems; ///< Compile errors, and mistakes in the settings.
  std::vector<UnitState> Units;
  bool Complete = true; ///< Every unit was linted.
};

/// Whether \p E is what a check reports; else it is a problem.
bool isFinding(const clang::tidy::ClangTidyError &E);

/// What a finding is known by although the code around it moves: its check, its path within the
/// project, and its line with one blank for many. Several findings can have the same.
std::string identityOf(const clang::tidy::ClangTidyError &E, Places &Where);

/// Orders \p All, and tells those of the same identity apart by their order.
Results makeResults(llvm::ArrayRef<const clang::tidy::ClangTidyError *> All,
                    std::vector<UnitState> Units, bool Complete, Places &Where);

} // namespace cotidy::driver

#endif
