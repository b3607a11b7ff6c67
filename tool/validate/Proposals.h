// SPDX-License-Identifier: Apache-2.0
// The changes that are judged: each fix of the checks alone, all of them, or a given one.
#ifndef COTIDY_VALIDATE_PROPOSALS_H
#define COTIDY_VALIDATE_PROPOSALS_H

#include "Build.h"

namespace cotidy::validate {

struct Proposal {
  std::string Id;   ///< "1", "2", ..., "all", "patch"
  std::string Kind; ///< Of the fix, as Kinds.def names it; of several, empty.
  bool Safe = false;
  std::string File, Message;
  unsigned Line = 0;
  /// By whose promises it is judged: names of checks.
  std::vector<std::string> Checks;
  /// Whether a promise must be kept whole, or the change is one of several that keep it together.
  bool Whole = true;
  Texts After;
};

/// Whose findings have no fix; what stays unfixed can break a promise through no fault of a fix.
struct Proposals {
  std::vector<Proposal> All;
  unsigned Findings = 0, Unfixable = 0, Overlapping = 0;
};

/// Lints the program. Says on stderr what is wrong and returns nothing.
std::optional<Proposals> proposed(const Options &Opts,
                                  const clang::tooling::CompilationDatabase &Database);

/// The change of --patch or --after.
std::optional<Proposals> forced(const Options &Opts);

} // namespace cotidy::validate

#endif
