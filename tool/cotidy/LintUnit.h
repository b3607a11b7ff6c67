// SPDX-License-Identifier: Apache-2.0
// Lints one unit in this process.
#ifndef COTIDY_TOOL_LINTUNIT_H
#define COTIDY_TOOL_LINTUNIT_H

#include "Settings.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

namespace cotidy::driver {

struct UnitResult {
  bool Compiles = false;
  std::vector<clang::tidy::ClangTidyError> Findings; ///< Ordered by place; compile errors too.
  std::string Text;                                  ///< What --dump-coroutines prints.
};

/// \p SkipBodies leaves out the bodies that no check looks at. That is clang's less trodden path.
UnitResult lintUnit(const Options &Opts, Settings &S,
                    const clang::tooling::CompilationDatabase &Database, const std::string &File,
                    bool SkipBodies);

} // namespace cotidy::driver

#endif
