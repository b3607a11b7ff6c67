// SPDX-License-Identifier: Apache-2.0
// Which units a run lints, and the commands that compile them.
#ifndef COTIDY_TOOL_INPUTS_H
#define COTIDY_TOOL_INPUTS_H

#include "Options.h"

namespace cotidy::driver {

struct Inputs {
  std::unique_ptr<clang::tooling::CompilationDatabase> Database;
  std::vector<std::string> Files; ///< Absolute, each once.
  bool WholeDatabase = false;     ///< Nothing that the project builds was left out.
  size_t Missing = 0;             ///< How many more were asked for and cannot be found.
};

/// \returns nothing after saying on stderr what is wrong.
std::optional<Inputs> findInputs(Options &Opts);

} // namespace cotidy::driver

#endif
