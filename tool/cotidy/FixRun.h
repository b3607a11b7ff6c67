// SPDX-License-Identifier: Apache-2.0
// Applies the fixes of a run, and only those that hold when the fixed code is linted again.
#ifndef COTIDY_TOOL_FIXRUN_H
#define COTIDY_TOOL_FIXRUN_H

#include "Fixes.h"
#include "Sources.h"
#include "Workers.h"
#include <functional>
#include <set>

namespace cotidy::driver {

/// Lints \p Units again, with \p Over laid over the files on disk, and hands each result to \p
/// Done.
using LintAgain = std::function<void(llvm::ArrayRef<size_t> Units, const Texts &Over,
                                     llvm::function_ref<void(size_t, Outcome)> Done)>;

/// Fixes are tried together, in memory. Where a unit then does not compile, has a finding that it
/// did not have, or still has one that was to be fixed, the fixes in its files are tried in halves,
/// until those that are to blame stand alone; they are left out. Fixes that overlap take turns,
/// each made from a new look at the code. Files are written once, at the end.
class FixRun {
public:
  /// \p Verify off: all fixes are taken as they are, and overlapping ones are left.
  FixRun(Settings &S, bool WithNotes, bool Verify, LintAgain Lint)
      : S(S), WithNotes(WithNotes), Verify(Verify), Lint(std::move(Lint)) {}

  /// What was found in unit \p Unit; those of its findings that have fixes are to be fixed.
  void saw(size_t Unit, const UnitResult &Result);

  /// What unit \p Unit has read.
  llvm::ArrayRef<SourceFile> filesOf(size_t Unit) const { return Units.at(Unit).Files; }

  /// Fixes and writes. \returns whether all files could be written; says on stderr what happened,
  /// unless \p Quiet.
  bool run(bool Quiet);

private:
  /// A finding that has a fix, and the units that have it.
  struct Candidate {
    const clang::tidy::ClangTidyError *Finding;
    std::string Key; ///< The finding without its place in the file.
    std::vector<std::string> Files;
    std::set<size_t> Units;
  };
  using Candidates = std::vector<const Candidate *>;

  std::vector<Candidate> candidates();
  void settle(const Candidates &Some, Candidates &Accepted);
  /// Tries \p Accepted and \p New together. \returns the units that suffer, with the reasons.
  std::map<size_t, std::string> tryOut(const Candidates &Accepted, const Candidates &New);
  std::string compare(size_t Unit, const Outcome &After, const Candidates &New) const;
  void reject(const Candidate &C, llvm::StringRef Reason);
  std::string described(const clang::tidy::ClangTidyError &E);

  Settings &S;
  bool WithNotes, Verify;
  LintAgain Lint;
  Sources Files;
  /// What was found in the texts that are laid over the files at the begin of the round; the
  /// candidates of the round point into it.
  std::map<size_t, UnitResult> Units;
  Texts Base;                          ///< Those texts.
  Texts Proven;                        ///< The texts with what this round has accepted so far.
  std::map<size_t, UnitResult> Latest; ///< What was found in those, by the units they concern.
  std::set<std::string> Rejected;
  std::vector<std::string> Said;
  unsigned Applied = 0;
};

} // namespace cotidy::driver

#endif
