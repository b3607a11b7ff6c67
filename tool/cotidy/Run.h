// SPDX-License-Identifier: Apache-2.0
// One run over all units: lints them, and sees to the fixes, the reports and the baseline.
#ifndef COTIDY_TOOL_RUN_H
#define COTIDY_TOOL_RUN_H

#include "Cache.h"
#include "FixRun.h"
#include "Inputs.h"
#include "Outputs.h"
#include "Progress.h"
#include "Report.h"
#include "SavedRun.h"
#include <chrono>

namespace cotidy::driver {

class Run {
public:
  Run(const Options &Opts, Settings &S, const Inputs &In, const Outputs &To, Places &Where,
      Filter &Which);

  /// \returns what the program ends with.
  int lint();
  /// The same for what others have found, by unit.
  int merge(std::vector<Outcome> Outcomes);

private:
  int finish();
  bool saveResults() const;
  std::vector<size_t> chooseUnits();
  void lintThese(llvm::ArrayRef<size_t> Units);
  void leaveOut(size_t Unit);
  void printInterrupted();
  void take(size_t Unit, Outcome Result);
  void print(size_t Unit, Outcome Result);
  bool fix();
  void lintAgain(llvm::ArrayRef<size_t> Units, const Texts &Over,
                 llvm::function_ref<void(size_t, Outcome)> Done);
  bool writeOutputs();
  bool updateBaseline();
  bool coversAll() const;
  void summarise();

  const Options &Opts;
  Settings &S;
  const Inputs &In;
  const Outputs &To;
  Places &Where;
  Filter &Which;
  Cache Kept;
  SavedRun ToSave;
  Report Out;
  Progress Bar;
  std::vector<UnitState> States;               ///< Of those that were printed.
  std::vector<std::optional<Outcome>> Waiting; ///< By unit; what was printed is empty.
  size_t Failed; ///< Units that could not be linted, or not completely.
  std::map<std::string, UnitResult> OfSettings; ///< What is wrong with them, by their text.
  size_t Done = 0, Printed = 0, Withheld = 0;
  /// Units that were not parsed.
  size_t WithoutCoroutine = 0, Unchanged = 0, FromCache = 0;
  FixRun ToFix;
  std::chrono::steady_clock::time_point Started = std::chrono::steady_clock::now();
};

} // namespace cotidy::driver

#endif
