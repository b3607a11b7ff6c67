// SPDX-License-Identifier: Apache-2.0
// The command line of the driver.
#include "Options.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"
#include <thread>

namespace cotidy::driver {
namespace {
namespace cl = llvm::cl;

cl::OptionCategory Category("cotidy options");

cl::list<std::string> Paths(cl::Positional, cl::desc("[file or folder ...]"), cl::cat(Category));
cl::opt<std::string> BuildPath("p", cl::desc("The folder that holds compile_commands.json"),
                               cl::value_desc("folder"), cl::cat(Category));
cl::opt<std::string> Checks("checks",
                            cl::desc("Globs that add checks or, with `-`, take them away; appended "
                                     "to `Checks` of .clang-tidy"),
                            cl::value_desc("globs"), cl::cat(Category));
cl::opt<std::string> WarningsAsErrors("warnings-as-errors",
                                      cl::desc("Globs of checks whose findings make the run fail"),
                                      cl::value_desc("globs"), cl::cat(Category));
cl::opt<std::string> HeaderFilter("header-filter",
                                  cl::desc("Only report in headers whose name matches"),
                                  cl::value_desc("regex"), cl::cat(Category));
cl::opt<std::string> ExcludeHeaderFilter("exclude-header-filter",
                                         cl::desc("Do not report in headers whose name matches"),
                                         cl::value_desc("regex"), cl::cat(Category));
cl::opt<std::string> LineFilter("line-filter",
                                cl::desc("Only report on these lines: "
                                         "[{\"name\":\"a.cpp\",\"lines\":[[1,3]]}]"),
                                cl::value_desc("json"), cl::cat(Category));
cl::opt<std::string> Config("config", cl::desc("Settings in YAML, instead of .clang-tidy"),
                            cl::value_desc("yaml"), cl::cat(Category));
cl::opt<std::string> ConfigFile("config-file", cl::desc("Read the settings from this file"),
                                cl::value_desc("file"), cl::cat(Category));
cl::opt<bool> Fix("fix", cl::desc("Apply the safe fixes"), cl::cat(Category));
cl::opt<bool> FixNotes("fix-notes", cl::desc("Apply the safe fixes and those that notes suggest"),
                       cl::cat(Category));
cl::opt<bool> FixErrors("fix-errors", cl::desc("Fix in units that do not compile, too"),
                        cl::cat(Category));
cl::opt<bool> VerifyFixes("verify-fixes", cl::init(true),
                          cl::desc("Lint the fixed code before it is written, and leave out fixes "
                                   "that do not hold; on by default"),
                          cl::cat(Category));
cl::opt<std::string> FormatStyle("format-style",
                                 cl::desc("How to format around fixes, as for clang-format; "
                                          "`none` by default"),
                                 cl::value_desc("style"), cl::cat(Category));
cl::opt<std::string> ExportFixes("export-fixes",
                                 cl::desc("Write findings and fixes to this file, for "
                                          "clang-apply-replacements"),
                                 cl::value_desc("file"), cl::cat(Category));
cl::opt<std::string> Baseline("baseline", cl::desc("Do not report the findings that this file has"),
                              cl::value_desc("file"), cl::cat(Category));
cl::opt<bool> UpdateBaseline("update-baseline", cl::desc("Make --baseline have what is found now"),
                             cl::cat(Category));
cl::opt<std::string> Diff("diff", cl::ValueOptional,
                          cl::desc("Only report what touches a line that git finds changed since "
                                   "this revision; HEAD by default"),
                          cl::value_desc("revision"), cl::cat(Category));
cl::opt<bool> Init("init",
                   cl::desc("Write .clang-tidy, .clangd and a CI job into the project; what is "
                            "there stays"),
                   cl::cat(Category));
cl::list<std::string> Output("output",
                             cl::desc("A format, and a file for it: text, sarif, github, gitlab, "
                                      "junit or jsonl; can be given several times"),
                             cl::value_desc("format[=file]"), cl::cat(Category));
cl::opt<std::string> Project("project",
                             cl::desc("What the paths of formats and baselines are relative to; "
                                      "the git repository by default"),
                             cl::value_desc("folder"), cl::cat(Category));
cl::opt<std::string> DocsUrl("docs-url", cl::init(COTIDY_DOCS_URL),
                             cl::desc("Where cotidy's folder docs/ is shown, for the links of "
                                      "SARIF's rules"),
                             cl::value_desc("url"), cl::cat(Category));
cl::list<std::string> ExtraArg("extra-arg", cl::desc("A flag to append to each compile command"),
                               cl::value_desc("flag"), cl::cat(Category));
cl::list<std::string> ExtraArgBefore("extra-arg-before",
                                     cl::desc("A flag to put first in each compile command"),
                                     cl::value_desc("flag"), cl::cat(Category));
cl::opt<std::string> Part("shard", cl::desc("Only lint the i-th of n parts of the units"),
                          cl::value_desc("i/n"), cl::cat(Category));
cl::opt<std::string> SaveResults("save-results",
                                 cl::desc("Write what is found to this file, for --merge"),
                                 cl::value_desc("file"), cl::cat(Category));
cl::opt<bool> Merge("merge",
                    cl::desc("Lint nothing: report what the runs have found whose --save-results "
                             "are given"),
                    cl::cat(Category));
cl::opt<bool> Scan("scan", cl::init(true),
                   cl::desc("Do not parse units in whose files there can be no coroutine; on by "
                            "default"),
                   cl::cat(Category));
cl::opt<std::string> CacheDir("cache-dir",
                              cl::desc("Where results are kept for the next run; the user's cache "
                                       "folder by default"),
                              cl::value_desc("folder"), cl::cat(Category));
cl::opt<bool> NoCache("no-cache", cl::desc("Keep no results, and use none"), cl::cat(Category));
cl::opt<unsigned> CacheSize("cache-size", cl::init(500),
                            cl::desc("How much the cache may hold; 500 by default"),
                            cl::value_desc("megabytes"), cl::cat(Category));
cl::opt<double> UnitTime("unit-time", cl::init(600),
                         cl::desc("Give a unit up after this time; 600 by default, 0: never"),
                         cl::value_desc("seconds"), cl::cat(Category));
cl::opt<unsigned> UnitMemory("unit-memory", cl::init(0),
                             cl::desc("Give a unit up that wants more memory than this; 0, the "
                                      "default: never"),
                             cl::value_desc("megabytes"), cl::cat(Category));
cl::opt<unsigned> Jobs("j", cl::desc("How many units to lint at once; all cores by default"),
                       cl::value_desc("n"), cl::Prefix, cl::cat(Category));
cl::opt<bool> Quiet("quiet", cl::desc("Print findings and nothing else"), cl::cat(Category));
cl::opt<bool> UseColor("use-color", cl::desc("Colours, whatever standard output is"),
                       cl::cat(Category));
cl::opt<bool> ListChecks("list-checks", cl::desc("List the enabled checks"), cl::cat(Category));
cl::opt<std::string> Explain("explain",
                             cl::desc("Print what a check is about; `all`: of every check"),
                             cl::value_desc("check"), cl::cat(Category));
cl::opt<bool> DumpCoroutines("dump-coroutines",
                             cl::desc("Print what the analysis knows about each coroutine"),
                             cl::cat(Category));
cl::list<std::string> CheckModels("check-models", cl::desc("Check these model files, lint nothing"),
                                  cl::value_desc("file"), cl::cat(Category));

constexpr llvm::StringLiteral Overview =
    "cotidy finds the mistakes that C++20 coroutine code makes at run time.\n"
    "Without a file it lints every unit of the compilation database.\n";

constexpr llvm::StringLiteral Help = R"(
Flags may stand on the command line instead of a database: cotidy a.cpp -- -std=c++20

Exit code:
  0  every unit was linted, and no finding is treated as an error
  1  findings of checks that --warnings-as-errors names
  2  nothing was linted: wrong usage, no compilation database, an unreadable file
  3  a unit does not compile or could not be linted, or a model could not be used; what else was
     found stands
  130  interrupted; what was found until then is printed
)";
cl::extrahelp More(Help);

template <typename T> std::optional<T> given(const cl::opt<T> &Option) {
  return Option.getNumOccurrences() ? std::optional<T>(Option.getValue()) : std::nullopt;
}

std::optional<Shard> shard() {
  Shard Result;
  auto [Index, Of] = llvm::StringRef(Part).split('/');
  if (Part.empty())
    return Result;
  if (Index.getAsInteger(10, Result.Index) || Of.getAsInteger(10, Result.Of) || !Result.Index ||
      Result.Index > Result.Of)
    return std::nullopt;
  return Result;
}

/// Empty: none.
std::string cacheDir() {
  llvm::SmallString<256> Result;
  if (NoCache)
    return "";
  if (!CacheDir.empty()) {
    Result = CacheDir;
    llvm::sys::fs::make_absolute(Result);
    // Asked for, it should work.
    if (std::error_code Wrong = llvm::sys::fs::create_directories(Result))
      warn("--cache-dir " + CacheDir + ": " + Wrong.message() + "; going on without a cache");
  } else if (llvm::sys::path::cache_directory(Result)) {
    llvm::sys::path::append(Result, "cotidy");
  }
  return Result.str().str();
}

void printVersion(llvm::raw_ostream &Out) {
  Out << "cotidy " COTIDY_VERSION " (clang " CLANG_VERSION_STRING ")\n";
}

} // namespace

void error(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "cotidy") << Message << '\n';
}

void warn(const llvm::Twine &Message) {
  llvm::WithColor::warning(llvm::errs(), "cotidy") << Message << '\n';
}

std::optional<Options> parseCommandLine(int Argc, const char **Argv) {
  Options Result;
  std::string Wrong;
  // Takes `--` and what follows it off the command line.
  Result.Flags = clang::tooling::FixedCompilationDatabase::loadFromCommandLine(Argc, Argv, Wrong);
  if (!Wrong.empty()) {
    error(Wrong);
    return std::nullopt;
  }
  cl::HideUnrelatedOptions(Category);
  cl::SetVersionPrinter(printVersion);
  if (!cl::ParseCommandLineOptions(Argc, Argv, Overview, &llvm::errs()))
    return std::nullopt;
  if (Config.getNumOccurrences() && ConfigFile.getNumOccurrences()) {
    error("give --config or --config-file, not both");
    return std::nullopt;
  }
  std::optional<Shard> Which = shard();
  if (!Which) {
    error("--shard wants i/n, like 2/4 for the second of four parts");
    return std::nullopt;
  }
  if (Merge && (Fix || FixNotes || FixErrors || Result.Flags || Paths.empty())) {
    error("--merge wants the files of --save-results, and neither fixes nor flags");
    return std::nullopt;
  }
  if (CacheSize.getNumOccurrences() && CacheSize == 0) {
    error("--cache-size wants a number above 0; --no-cache keeps nothing");
    return std::nullopt;
  }
  if (!(UnitTime >= 0 && UnitTime < 1e6)) {
    error("--unit-time wants seconds, 0 or more");
    return std::nullopt;
  }
  if (UpdateBaseline && Baseline.empty()) {
    error("--update-baseline wants --baseline FILE");
    return std::nullopt;
  }
  if (UpdateBaseline && (Diff.getNumOccurrences() || Fix || FixNotes || FixErrors)) {
    error("--update-baseline goes with no --diff and no --fix: it takes what is found as it is");
    return std::nullopt;
  }
  if (Jobs.getNumOccurrences() && Jobs == 0) {
    error("-j wants a number above 0");
    return std::nullopt;
  }
  if (Result.Flags && Paths.empty() && !ListChecks && CheckModels.empty()) {
    error("flags after `--`, but no file to lint");
    return std::nullopt;
  }

  Result.Paths = Paths;
  Result.BuildPath = BuildPath;
  Result.ExtraArgs = ExtraArg;
  Result.ExtraArgsBefore = ExtraArgBefore;
  Result.Checks = given(Checks);
  Result.WarningsAsErrors = given(WarningsAsErrors);
  Result.HeaderFilter = given(HeaderFilter);
  Result.ExcludeHeaderFilter = given(ExcludeHeaderFilter);
  Result.FormatStyle = given(FormatStyle);
  Result.Config = given(Config);
  Result.ConfigFile = given(ConfigFile);
  Result.LineFilter = LineFilter;
  Result.UseColor = given(UseColor);
  Result.Fix = FixNotes ? Fixing::WithNotes : Fix || FixErrors ? Fixing::Safe : Fixing::Off;
  Result.FixErrors = FixErrors;
  Result.VerifyFixes = VerifyFixes;
  Result.ExportFixes = ExportFixes;
  Result.Baseline = Baseline;
  Result.UpdateBaseline = UpdateBaseline;
  Result.Diff = given(Diff);
  Result.Init = Init;
  Result.Outputs = Output;
  Result.Project = Project;
  Result.DocsUrl = llvm::StringRef(DocsUrl).rtrim('/').str();
  Result.Version = COTIDY_VERSION;
  Result.Part = *Which;
  Result.SaveResults = SaveResults;
  Result.Merge = Merge;
  Result.Scan = Scan;
  Result.CacheDir = cacheDir();
  Result.UseCache = !Result.CacheDir.empty() && !DumpCoroutines;
  Result.CacheSize = given(CacheSize);
  Result.Most.Time = std::chrono::milliseconds(static_cast<int64_t>(UnitTime * 1000));
  Result.Most.Megabytes = UnitMemory;
  Result.Jobs = Jobs ? Jobs : std::max(1u, std::thread::hardware_concurrency());
  Result.Quiet = Quiet;
  Result.ListChecks = ListChecks;
  Result.Explain = Explain;
  Result.DumpCoroutines = DumpCoroutines;
  Result.ModelsToCheck = CheckModels;
  if (!Result.ModelsToCheck.empty()) // `--check-models a.yaml b.yaml`
    Result.ModelsToCheck.insert(Result.ModelsToCheck.end(), Paths.begin(), Paths.end());
  return Result;
}

} // namespace cotidy::driver
