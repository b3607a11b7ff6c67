// SPDX-License-Identifier: Apache-2.0
// Lints one unit in this process.
#ifndef COTIDY_TOOL_LINTUNIT_H
#define COTIDY_TOOL_LINTUNIT_H

#include "Settings.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Tooling/ArgumentsAdjusters.h"

namespace cotidy::driver {

/// A file of the project (no system header) that a unit has read.
struct SourceFile {
  std::string Path;  ///< Absolute, as the unit spells it.
  uint64_t Hash = 0; ///< Of its text: llvm::xxh3_64bits.
};

struct UnitResult {
  bool Compiles = false;
  std::vector<clang::tidy::ClangTidyError> Findings; ///< Ordered by place; compile errors too.
  std::vector<SourceFile> Files;
  std::string Key;  ///< Of all that the result comes from; empty: the cache cannot hold it.
  std::string Text; ///< What --dump-coroutines prints.
};

/// \p SkipBodies leaves out the bodies that no check looks at. That is clang's less trodden path.
/// \p Over has texts, by absolute paths as the unit spells them, that stand for those on disk.
UnitResult lintUnit(const Options &Opts, Settings &S,
                    const clang::tooling::CompilationDatabase &Database, const std::string &File,
                    bool SkipBodies,
                    const std::vector<std::pair<std::string, std::string>> &Over = {});

/// What is wrong with the settings of \p File, as far as it shows without parsing.
UnitResult lintSettings(Settings &S, const std::string &File);

/// How the command of a unit is run: with the flags that settings and options add.
clang::tooling::ArgumentsAdjuster argumentsOf(const Options &Opts,
                                              const clang::tidy::ClangTidyOptions &For);

} // namespace cotidy::driver

#endif
