// SPDX-License-Identifier: Apache-2.0
// The entry point of the driver: lints the units of a project, all cores at once.
#include "CotidyModule.h"
#include "Explain.h"
#include "Init.h"
#include "Run.h"
#include "models/Loader.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

int checkModels(const std::vector<std::string> &Files) {
  int Code = Clean;
  for (const std::string &File : Files) {
    std::vector<std::string> Errors;
    if (model::load(File, Errors)) {
      llvm::outs() << File << ": ok\n";
      continue;
    }
    for (const std::string &Each : Errors)
      error(Each);
    Code = BadInput;
  }
  return Code;
}

/// Where a file would lie for which no path is given, to ask for its settings.
std::string someFileHere() {
  llvm::SmallString<256> Path("unit.cpp");
  llvm::sys::fs::make_absolute(Path);
  return Path.str().str();
}

int run(int Argc, const char **Argv) {
  std::optional<Options> Opts = parseCommandLine(Argc, Argv);
  if (!Opts)
    return BadInput;
  std::optional<Outputs> To = Outputs::parse(Opts->Outputs);
  if (!To)
    return BadInput;
  if (!Opts->ModelsToCheck.empty())
    return checkModels(Opts->ModelsToCheck);
  if (!Opts->Explain.empty())
    return explain(Opts->Explain);
  if (Opts->Init)
    return initProject(projectRoot(Opts->Project, someFileHere()));
  std::unique_ptr<Settings> S = Settings::make(*Opts);
  if (!S)
    return BadInput;
  if (Opts->ListChecks) {
    listChecks(
        enabledChecks(S->getOptions(Opts->Paths.empty() ? someFileHere() : Opts->Paths.front())));
    return Clean;
  }
  if (Opts->Checks && enabledChecks(S->getOptions(someFileHere())).empty()) {
    error("--checks leaves no check on");
    return BadInput;
  }
  std::vector<Outcome> Found;
  std::optional<Inputs> In = Opts->Merge ? readRuns(Opts->Paths, Found) : findInputs(*Opts);
  if (!In)
    return BadInput;
  // Read here, the settings are known to all workers, and what is wrong with them is said once.
  for (const std::string &File : In->Files)
    S->getOptions(File);
  if (S->broken())
    return BadInput;
  // A part can be empty.
  Places Where(projectRoot(Opts->Project, In->Files.empty() ? someFileHere() : In->Files.front()));
  Filter Which(Where);
  if (!Which.load(*Opts))
    return BadInput;
  Run Now(*Opts, *S, *In, *To, Where, Which);
  return Opts->Merge ? Now.merge(std::move(Found)) : Now.lint();
}

} // namespace
} // namespace cotidy::driver

int main(int Argc, const char **Argv) {
  // Keeps the checks' module, which nothing else names, in the program.
  (void)CotidyModuleAnchor;
  return cotidy::driver::run(Argc, Argv);
}
