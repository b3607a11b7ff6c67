// SPDX-License-Identifier: Apache-2.0
// The command line of the validator.
#ifndef COTIDY_VALIDATE_OPTIONS_H
#define COTIDY_VALIDATE_OPTIONS_H

#include "../cotidy/Options.h"

namespace cotidy::validate {

/// What a run ends with. Documented in --help and in the guide.
enum ExitCode {
  AllHold = 0,    ///< Every fix holds.
  Refuted = 1,    ///< A fix is refuted, or could not be proven.
  BadInput = 2,   ///< A wrong command line, an unreadable file, or no fix to judge.
  NotRunnable = 3 ///< The program does not build, does not run, or does not use the runtime.
};

struct Options {
  std::string Program; ///< Absolute.
  driver::Options Lint;
  unsigned Schedules = 1000;
  bool Faults = true;
  unsigned BudgetSeconds = 0; ///< 0: none.
  unsigned TimeoutMs = 2000;  ///< Of one run, in real time.
  unsigned MostSteps = 20000; ///< A run with more does not end.
  unsigned SlowStepMs = 100;
  std::string Patch, After, Promise;
  std::string Replay, Timeline;
  std::vector<std::string> LinkArgs;
  unsigned Jobs = 1;
  bool Json = false;
  bool AllowNone = false; ///< A program to which no fix is offered is no error.
  bool ListKinds = false;
  bool DryRun = false;
};

/// Reads the command line; says on stderr what is wrong with it and returns nothing.
std::optional<Options> parseCommandLine(int Argc, const char **Argv);

} // namespace cotidy::validate

#endif
