// SPDX-License-Identifier: Apache-2.0
// The table of the kinds of fixes, and the log of those that were offered.
#include "Kinds.h"

namespace cotidy {

llvm::ArrayRef<FixRow> fixRows() {
  static constexpr FixRow Rows[] = {
#define COTIDY_FIX(Kind, Name, Check, Ships, ProvenOn, Summary)                                    \
  {Name, Check, FixRow::Ships, FixRow::ProvenOn, Summary},
#include "Kinds.def"
#undef COTIDY_FIX
  };
  return Rows;
}

static thread_local std::vector<OfferedFix> *Log = nullptr;

void logFixes(std::vector<OfferedFix> *To) { Log = To; }

void logFix(const OfferedFix &Fix) {
  if (Log)
    Log->push_back(Fix);
}

} // namespace cotidy
