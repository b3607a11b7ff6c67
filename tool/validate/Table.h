// SPDX-License-Identifier: Apache-2.0
// What was judged, as a table for people and as JSON.
#ifndef COTIDY_VALIDATE_TABLE_H
#define COTIDY_VALIDATE_TABLE_H

#include "Judge.h"
#include "Proposals.h"

namespace cotidy::validate {

/// One proposal by one promise.
struct Judged {
  const Proposal *What;
  const PromiseRow *Promise;
  Verdict Result;
  size_t Schedules = 0, Faults = 0; ///< Runs of the version after.
  bool CutOff = false;
};

void printTable(const Options &Opts, const Proposals &From, llvm::ArrayRef<Judged> Rows);
void printJson(const Options &Opts, const Proposals &From, llvm::ArrayRef<Judged> Rows);
/// What there would be to judge.
void printProposals(const Options &Opts, const Proposals &Some);
void printKinds();

/// What --replay takes to run the witness again.
std::string replayOf(const Judged &Row);

} // namespace cotidy::validate

#endif
