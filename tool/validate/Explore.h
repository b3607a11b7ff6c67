// SPDX-License-Identifier: Apache-2.0
// Runs a version of a program under many schedules, with and without faults.
#ifndef COTIDY_VALIDATE_EXPLORE_H
#define COTIDY_VALIDATE_EXPLORE_H

#include "Options.h"
#include "Program.h"
#include <chrono>

namespace cotidy::validate {

struct Plan {
  unsigned Schedules = 0;
  std::vector<Fault> Faults;
  unsigned FaultySeeds = 0; ///< How many of the schedules are run again with each fault.
  unsigned Stride = 1;      ///< At each so-manieth suspension point.
  /// No run of a version begins so long after its first.
  std::chrono::milliseconds Time = std::chrono::hours(24 * 365);
};

/// What was seen of one version.
struct Side {
  std::vector<std::unique_ptr<Run>> Plain, Faulty; ///< Both by seed; the faulty in a fixed order.
  bool CutOff = false; ///< The budget was used up, or too many runs had to be killed.
  std::string Gone;    ///< Why there are no runs at all.
};

/// Faults for a program whose first run is \p First.
Plan planFor(const Options &Opts, const Run &First, bool FaultsMatter);

Side explore(const std::string &Path, const Options &Opts, const Plan &How);

Request request(const Options &Opts, uint64_t Seed, Fault Inject = Fault::None, uint32_t At = 0);

} // namespace cotidy::validate

#endif
