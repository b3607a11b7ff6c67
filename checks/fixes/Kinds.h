// SPDX-License-Identifier: Apache-2.0
// Which kinds of fixes there are, and which of them a run has offered.
#ifndef COTIDY_FIXES_KINDS_H
#define COTIDY_FIXES_KINDS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace cotidy {

enum class FixKind {
#define COTIDY_FIX(Kind, Name, Check, Ships, ProvenOn, Summary) Kind,
#include "Kinds.def"
#undef COTIDY_FIX
};

struct FixRow {
  enum ShipsT { Safe = 1, Suggestion = 2, Both = 3 };
  enum ProvenOnT { Runtime, Libraries };
  llvm::StringRef Name, Check;
  ShipsT Ships;
  ProvenOnT ProvenOn;
  llvm::StringRef Summary;
};

/// The rows of Kinds.def, in the order of FixKind.
llvm::ArrayRef<FixRow> fixRows();
inline const FixRow &rowOf(FixKind Kind) { return fixRows()[static_cast<size_t>(Kind)]; }

/// A fix that a check has attached to a diagnostic.
struct OfferedFix {
  FixKind Kind;
  bool Safe;
  unsigned Offset; ///< Of its first edit, in whichever file.
};

/// From now on, every fix that is offered on this thread is added to \p To; null: to nothing.
void logFixes(std::vector<OfferedFix> *To);
void logFix(const OfferedFix &Fix);

} // namespace cotidy

#endif
