// SPDX-License-Identifier: Apache-2.0
// The findings that a project has accepted for now: `--baseline FILE`.
#ifndef COTIDY_TOOL_BASELINE_H
#define COTIDY_TOOL_BASELINE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include <map>
#include <string>

namespace cotidy::driver {

class Baseline {
public:
  Baseline() = default;
  /// Reads \p File, or says what is wrong with it.
  static llvm::Expected<Baseline> read(llvm::StringRef File);

  /// Whether a finding of \p Identity (identityOf) is accepted. Each entry serves as many findings
  /// as it counts, each asked about once.
  bool accepts(llvm::StringRef Identity);
  /// How many accepted findings nobody has asked about: they are gone, if all were looked for.
  size_t left() const;
  size_t size() const;

  /// What the baseline becomes: \p Found by identity, and of the old entries those for which \p
  /// Kept says that the run did not look for them.
  Baseline
  updated(const std::map<std::string, size_t> &Found,
          llvm::function_ref<bool(llvm::StringRef Check, llvm::StringRef Path)> Kept) const;
  /// One entry a line, sorted, so that git can merge it.
  std::string text() const;

private:
  std::map<std::string, size_t> Entries; ///< How often, by identity.
  std::map<std::string, size_t> Taken;
};

} // namespace cotidy::driver

#endif
