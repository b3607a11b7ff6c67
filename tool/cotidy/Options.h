// SPDX-License-Identifier: Apache-2.0
// The command line of the driver.
#ifndef COTIDY_TOOL_OPTIONS_H
#define COTIDY_TOOL_OPTIONS_H

#include "Children.h"
#include "clang/Tooling/CompilationDatabase.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cotidy::driver {

/// What a run ends with. Documented in --help and in the guide for CI.
enum ExitCode {
  Clean = 0,    ///< Every unit was linted; no finding is treated as an error.
  Findings = 1, ///< Every unit was linted; some findings are treated as errors.
  BadInput = 2, ///< Nothing was linted: the command line or a file that it names is wrong.
  Failed = 3,   ///< A unit does not compile or crashed the linter, or a model could not be used.
  Interrupted = 130, ///< SIGINT or the like has ended it; what is printed was found until then.
};

/// One of several parts of the units, counted from 1.
struct Shard {
  unsigned Index = 1, Of = 1;
};

enum class Fixing { Off, Safe, WithNotes };

struct Options {
  std::vector<std::string> Paths; ///< Files and folders; empty: the whole compilation database.
  std::string BuildPath;
  /// Set when the flags stand on the command line, after `--`.
  std::unique_ptr<clang::tooling::CompilationDatabase> Flags;
  std::vector<std::string> ExtraArgs, ExtraArgsBefore;

  std::optional<std::string> Checks, WarningsAsErrors, HeaderFilter, ExcludeHeaderFilter,
      FormatStyle, Config, ConfigFile;
  std::string LineFilter;
  std::optional<bool> UseColor;

  Fixing Fix = Fixing::Off;
  bool FixErrors = false;
  bool VerifyFixes = true;
  std::string ExportFixes;

  std::string Baseline;
  bool UpdateBaseline = false;
  std::optional<std::string> Diff; ///< A revision; empty: HEAD.
  bool Init = false;

  std::vector<std::string> Outputs; ///< Each `FORMAT` or `FORMAT=FILE`.
  std::string Project;              ///< What paths are relative to; empty: the repository.
  std::string DocsUrl;              ///< Where docs/ is shown; empty: no links.
  std::string Version;

  bool Scan = true; ///< Units in which there can be no coroutine are not parsed.
  bool UseCache = false;
  std::string CacheDir;
  std::optional<unsigned> CacheSize; ///< In megabytes.

  Shard Part;
  std::string SaveResults; ///< A file for --merge.
  bool Merge = false;      ///< Paths are such files.

  Limits Most; ///< For each unit.
  unsigned Jobs = 1;
  bool Quiet = false;
  bool ListChecks = false;
  std::string Explain; ///< A check, or `all`.
  bool DumpCoroutines = false;
  std::vector<std::string> ModelsToCheck;
};

/// Reads the command line; says on stderr what is wrong with it and returns nothing.
std::optional<Options> parseCommandLine(int Argc, const char **Argv);

/// Prints `cotidy: error: ` and \p Message on one line of stderr.
void error(const llvm::Twine &Message);
/// The same for what does not stop the run.
void warn(const llvm::Twine &Message);

} // namespace cotidy::driver

#endif
