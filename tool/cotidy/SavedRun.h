// SPDX-License-Identifier: Apache-2.0
// What a run has found, as a file: the runs of several machines are put together from such.
#ifndef COTIDY_TOOL_SAVEDRUN_H
#define COTIDY_TOOL_SAVEDRUN_H

#include "Inputs.h"
#include "Workers.h"

namespace cotidy::driver {

struct SavedRun {
  Shard Part;         ///< Which part of the units it was about.
  bool Whole = false; ///< Whether the parts are those of a whole project.
  size_t Missing = 0; ///< Units that were asked for and not found.
  std::vector<std::pair<std::string, Outcome>> Units; ///< With their files.
};

std::string encode(const SavedRun &Run);

/// Puts the runs in \p Files together. \returns the units and, in their order, the outcomes; or
/// nothing after saying on stderr which file is no such file. Parts that are missing are said, too,
/// and count as missing.
std::optional<Inputs> readRuns(llvm::ArrayRef<std::string> Files, std::vector<Outcome> &Outcomes);

} // namespace cotidy::driver

#endif
