// SPDX-License-Identifier: Apache-2.0
// The command line of the validator.
#include "Options.h"
#include "Judge.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"
#include <thread>

namespace cotidy::driver {

// The parts of the driver that the validator uses say what is wrong through these.
void error(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "cotidy-validate") << Message << '\n';
}
void warn(const llvm::Twine &Message) {
  llvm::WithColor::warning(llvm::errs(), "cotidy-validate") << Message << '\n';
}

} // namespace cotidy::driver

namespace cotidy::validate {
namespace {
namespace cl = llvm::cl;
using driver::error;

cl::OptionCategory Category("cotidy-validate options");

cl::list<std::string> Programs(cl::Positional, cl::desc("PROGRAM.cpp"), cl::cat(Category));
cl::opt<std::string> BuildPath("p", cl::desc("The folder that holds compile_commands.json"),
                               cl::value_desc("folder"), cl::cat(Category));
cl::opt<std::string> Checks("checks", cl::desc("Globs of checks, as for cotidy"),
                            cl::value_desc("globs"), cl::cat(Category));
cl::opt<std::string> Config("config", cl::desc("Settings in YAML, instead of .clang-tidy"),
                            cl::value_desc("yaml"), cl::cat(Category));
cl::opt<std::string> ConfigFile("config-file", cl::desc("Read the settings from this file"),
                                cl::value_desc("file"), cl::cat(Category));
cl::opt<unsigned> Schedules("schedules", cl::init(1000), cl::value_desc("n"),
                            cl::desc("How many schedules each version runs under; 1000"),
                            cl::cat(Category));
cl::opt<bool> Faults("faults", cl::init(true),
                     cl::desc("Run again with an exception, a cancellation, the end of the frame "
                              "at each suspension point; on"),
                     cl::cat(Category));
cl::opt<bool> NoFaults("no-faults", cl::desc("The same as --faults=0"), cl::cat(Category));
cl::opt<unsigned> Budget("budget",
                         cl::desc("Stop exploring after so long, and judge by what was "
                                  "seen"),
                         cl::value_desc("seconds"), cl::cat(Category));
cl::opt<unsigned> Timeout("timeout", cl::init(2000), cl::value_desc("ms"),
                          cl::desc("A run that takes longer, in real time, is killed; 2000"),
                          cl::cat(Category));
cl::opt<unsigned> MostSteps("max-steps", cl::init(20000), cl::value_desc("n"),
                            cl::desc("A run with more steps does not end; 20000"),
                            cl::cat(Category));
cl::opt<unsigned> SlowStep("slow-step", cl::init(100), cl::value_desc("ms"),
                           cl::desc("The longest step that is not slow; 100"), cl::cat(Category));
cl::opt<std::string> Patch("patch", cl::value_desc("file"),
                           cl::desc("Judge the change of this unified diff instead of the fixes"),
                           cl::cat(Category));
cl::opt<std::string> After("after", cl::value_desc("file"),
                           cl::desc("Judge this program as the fixed one"), cl::cat(Category));
cl::opt<std::string> Promise("promise", cl::value_desc("check"),
                             cl::desc("By whose promise --patch or --after is judged"),
                             cl::cat(Category));
cl::opt<std::string> Replay("replay", cl::value_desc("fix:seed:fault:point"),
                            cl::desc("Run only this, as a refutation names it, and show it"),
                            cl::cat(Category));
cl::opt<std::string> Timeline("timeline", cl::value_desc("out.svg"),
                              cl::desc("Draw the tasks before and after over virtual time"),
                              cl::cat(Category));
cl::list<std::string> LinkArg("link-arg", cl::value_desc("arg"),
                              cl::desc("An argument to add when the program is linked"),
                              cl::cat(Category));
cl::opt<unsigned> Jobs("j", cl::desc("How many to build and run at once; all cores"),
                       cl::value_desc("n"), cl::Prefix, cl::cat(Category));
cl::opt<bool> AllowNone("allow-none", cl::desc("A program to which no fix is offered is no error"),
                        cl::cat(Category));
cl::opt<bool> Json("json", cl::desc("Print JSON"), cl::cat(Category));
cl::opt<bool> DryRun("dry-run", cl::desc("Say which fixes there are, and run nothing"),
                     cl::cat(Category));
cl::opt<bool> ListKinds("list-fixes", cl::desc("List the kinds of fixes, as JSON"),
                        cl::cat(Category));

constexpr llvm::StringLiteral Overview =
    "cotidy-validate runs a program before and after each of its fixes, under many schedules and\n"
    "with faults injected, and says whether each fix keeps its promise.\n";

constexpr llvm::StringLiteral Help = R"(
The program is written for cotidy's runtime and has a main() that calls rt::run().
Flags may stand on the command line instead of a database:
  cotidy-validate program.cpp -- -std=c++20 -DTEST

Exit code:
  0  every fix holds
  1  a fix is refuted, does not build, or could not be proven
  2  wrong usage, an unreadable file, or no fix to judge (see --allow-none)
  3  the program itself does not build, does not run, or does not use the runtime
)";
cl::extrahelp More(Help);

std::string absolute(llvm::StringRef Path) {
  llvm::SmallString<256> Result(Path);
  llvm::sys::fs::make_absolute(Result);
  llvm::sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return Result.str().str();
}

void printVersion(llvm::raw_ostream &Out) { Out << "cotidy-validate " COTIDY_VERSION "\n"; }

bool isReadable(llvm::StringRef File) {
  if (!File.empty() && !llvm::sys::fs::is_regular_file(File)) {
    error(File + ": no such file");
    return false;
  }
  return true;
}

} // namespace

std::optional<Options> parseCommandLine(int Argc, const char **Argv) {
  Options Result;
  std::string Wrong;
  Result.Lint.Flags =
      clang::tooling::FixedCompilationDatabase::loadFromCommandLine(Argc, Argv, Wrong);
  if (!Wrong.empty()) {
    error(Wrong);
    return std::nullopt;
  }
  cl::HideUnrelatedOptions(Category);
  cl::SetVersionPrinter(printVersion);
  if (!cl::ParseCommandLineOptions(Argc, Argv, Overview, &llvm::errs()))
    return std::nullopt;
  Result.ListKinds = ListKinds;
  if (Result.ListKinds)
    return Result;
  if (Programs.size() != 1) {
    error(Programs.empty() ? "no program to validate" : "one program at a time");
    return std::nullopt;
  }
  if (Schedules == 0 || (Jobs.getNumOccurrences() && Jobs == 0) || Timeout == 0 || MostSteps == 0) {
    error("--schedules, --timeout, --max-steps and -j want a number above 0");
    return std::nullopt;
  }
  if (!Patch.empty() && !After.empty()) {
    error("give --patch or --after, not both");
    return std::nullopt;
  }
  const bool Forced = !Patch.empty() || !After.empty();
  if (Forced != !Promise.empty()) {
    error(Forced ? "--patch and --after need --promise CHECK: by what to judge them"
                 : "--promise goes with --patch or --after");
    return std::nullopt;
  }
  if (Forced && !promiseOf(Promise)) {
    std::string Known;
    for (const PromiseRow &Row : promises())
      Known += " " + Row.Check.str();
    error("--promise: no check `" + Promise + "` has a promise; those are:" + Known);
    return std::nullopt;
  }
  if (Config.getNumOccurrences() && ConfigFile.getNumOccurrences()) {
    error("give --config or --config-file, not both");
    return std::nullopt;
  }
  Result.Program = absolute(Programs.front());
  for (const std::string *File : {&Result.Program, &Patch.getValue(), &After.getValue()})
    if (!isReadable(*File))
      return std::nullopt;
  Result.Lint.BuildPath = BuildPath;
  if (Checks.getNumOccurrences())
    Result.Lint.Checks = Checks.getValue();
  if (Config.getNumOccurrences())
    Result.Lint.Config = Config.getValue();
  if (ConfigFile.getNumOccurrences())
    Result.Lint.ConfigFile = ConfigFile.getValue();
  // All fixes are wanted, those that only notes suggest too.
  Result.Lint.Fix = driver::Fixing::WithNotes;
  Result.Schedules = Schedules;
  Result.Faults = Faults && !NoFaults;
  Result.BudgetSeconds = Budget;
  Result.TimeoutMs = Timeout;
  Result.MostSteps = MostSteps;
  Result.SlowStepMs = SlowStep;
  Result.Patch = Patch;
  Result.After = After;
  Result.Promise = Promise;
  Result.Replay = Replay;
  Result.Timeline = Timeline;
  Result.LinkArgs = LinkArg;
  Result.Jobs = Jobs ? Jobs : std::max(1u, std::thread::hardware_concurrency());
  Result.Json = Json;
  Result.DryRun = DryRun;
  Result.AllowNone = AllowNone;
  return Result;
}

} // namespace cotidy::validate
