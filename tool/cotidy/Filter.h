// SPDX-License-Identifier: Apache-2.0
// Which findings a run shows: those that the baseline does not have, on lines that were changed.
#ifndef COTIDY_TOOL_FILTER_H
#define COTIDY_TOOL_FILTER_H

#include "Baseline.h"
#include "Changes.h"
#include "Options.h"
#include "Results.h"
#include <optional>

namespace cotidy::driver {

class Filter {
public:
  explicit Filter(Places &Where) : Where(Where) {}
  /// Reads what \p Opts names. \returns false after saying on stderr what is wrong.
  bool load(const Options &Opts);

  enum Verdict { Shown, Accepted, Elsewhere };
  /// To be asked once for each finding.
  Verdict judge(const clang::tidy::ClangTidyError &E);

  const Baseline *baseline() const { return Known ? &*Known : nullptr; }
  const Changes *changes() const { return Touched ? &*Touched : nullptr; }

private:
  bool touched(const clang::tooling::DiagnosticMessage &M) const;

  Places &Where;
  std::optional<Baseline> Known;
  std::optional<Changes> Touched;
};

} // namespace cotidy::driver

#endif
