// SPDX-License-Identifier: Apache-2.0
// Lints one unit in this process.
#ifndef COTIDY_TOOL_LINTUNIT_H
#define COTIDY_TOOL_LINTUNIT_H

#include "Settings.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

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
  std::string Text; ///< What --dump-coroutines prints.
};

/// \p SkipBodies leaves out the bodies that no check looks at. That is clang's less trodden path.
/// \p Over has texts, by absolute paths as the unit spells them, that stand for those on disk.
UnitResult lintUnit(const Options &Opts, Settings &S,
                    const clang::tooling::CompilationDatabase &Database, const std::string &File,
                    bool SkipBodies,
                    const std::vector<std::pair<std::string, std::string>> &Over = {});

} // namespace cotidy::driver

#endif
