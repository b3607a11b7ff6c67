// SPDX-License-Identifier: Apache-2.0
// Which findings a run shows: those that the baseline does not have, on lines that were changed.
#include "Filter.h"
#include "llvm/Support/FileSystem.h"

namespace cotidy::driver {
using clang::tidy::ClangTidyError;

bool Filter::load(const Options &Opts) {
  if (!Opts.Baseline.empty()) {
    if (Opts.UpdateBaseline && !llvm::sys::fs::exists(Opts.Baseline)) {
      Known.emplace();
    } else if (auto Read = Baseline::read(Opts.Baseline)) {
      Known = std::move(*Read);
    } else {
      error("--baseline " + Opts.Baseline + ": " + llvm::toString(Read.takeError()) +
            (llvm::sys::fs::exists(Opts.Baseline) ? "" : "; --update-baseline writes it"));
      return false;
    }
  }
  if (Opts.Diff) {
    auto Read = Changes::since(Opts.Diff->empty() ? "HEAD" : *Opts.Diff, Where.root());
    if (!Read) {
      error("--diff: " + llvm::toString(Read.takeError()));
      return false;
    }
    Touched = std::move(*Read);
  }
  return true;
}

bool Filter::touched(const clang::tooling::DiagnosticMessage &M) const {
  return !M.FilePath.empty() &&
         Touched->touchLine(M.FilePath, Where.at(M.FilePath, M.FileOffset).Line);
}

Filter::Verdict Filter::judge(const ClangTidyError &E) {
  if (!isFinding(E))
    return Shown;
  if (Known && Known->accepts(identityOf(E, Where)))
    return Accepted;
  // A change at the end of a chain of calls brings a finding at its begin.
  if (Touched && !touched(E.Message) &&
      llvm::none_of(E.Notes, [this](const auto &Note) { return touched(Note); }))
    return Elsewhere;
  return Shown;
}

} // namespace cotidy::driver
