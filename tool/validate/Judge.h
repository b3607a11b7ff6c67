// SPDX-License-Identifier: Apache-2.0
// The promises of the checks, and whether what was seen keeps them.
#ifndef COTIDY_VALIDATE_JUDGE_H
#define COTIDY_VALIDATE_JUDGE_H

#include "Explore.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy::validate {

struct PromiseRow {
  llvm::StringRef Check;
  llvm::StringRef Promise;
  bool FaultsMatter; ///< Whether it is about what happens when something is thrown or cancelled.
};

/// One row a check whose fixes are judged: DESIGN's table, and what follows from it for the rest.
llvm::ArrayRef<PromiseRow> promises();
/// With or without `coro-`; null if there is none.
const PromiseRow *promiseOf(llvm::StringRef Check);

struct Verdict {
  enum KindT {
    Holds,
    Refuted,
    Unproven, ///< Nothing speaks against it, but the runs have not shown it.
    NotBuilt
  };
  KindT Kind = Holds;
  std::string Reason;           ///< Why it does not hold.
  std::string Before, After;    ///< What the promise is about, in a few words.
  const Run *Witness = nullptr; ///< The run of the version after that refutes it.
};

/// \p Whole: the promise has to be kept whole. Otherwise the change is one of several that keep it
/// together, and must bring it nearer and nothing farther.
Verdict judge(const PromiseRow &Promise, bool Whole, const Side &Before, const Side &After,
              unsigned SlowStepMs);

/// The runs in which the difference shows best, for a picture: what to inject, where, which seed.
Request mostTelling(const PromiseRow &Promise, const Side &Before, const Side &After);

/// "12 ms", "1.5 s", "0".
std::string readable(int64_t Nanoseconds);

} // namespace cotidy::validate

#endif
