// SPDX-License-Identifier: Apache-2.0
// Builds versions of a program, with edited texts laid over its files.
#ifndef COTIDY_VALIDATE_BUILD_H
#define COTIDY_VALIDATE_BUILD_H

#include "Options.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/SmallString.h"
#include <map>

namespace cotidy::validate {

/// Texts by the real names of their files.
using Texts = std::map<std::string, std::string>;

class Builder {
public:
  /// Says on stderr what is missing and returns nothing.
  static std::unique_ptr<Builder> make(Options &Opts);
  ~Builder();

  /// How the program is compiled, for whoever lints it.
  const clang::tooling::CompilationDatabase &database() const { return *Database; }

  struct Built {
    std::string Program; ///< Empty if it does not build.
    std::string Messages;
  };
  /// Builds the program with \p Over laid over its files. From any thread. \p Name is the
  /// version's, for its files.
  Built build(const std::string &Name, const Texts &Over) const;

private:
  explicit Builder(Options &Opts) : Opts(Opts) {}
  bool findParts();
  bool findFlags();

  Options &Opts;
  std::unique_ptr<clang::tooling::CompilationDatabase> Database;
  std::string Compiler, Includes, Support, Runtime;
  std::vector<std::string> Flags;
  llvm::SmallString<128> Folder; ///< A temporary one, removed at the end.
};

} // namespace cotidy::validate

#endif
