// SPDX-License-Identifier: Apache-2.0
// Which checks run on a file, and how: the command line and .clang-tidy put together.
#ifndef COTIDY_TOOL_SETTINGS_H
#define COTIDY_TOOL_SETTINGS_H

#include "Options.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/StringSet.h"

namespace cotidy::driver {

/// The settings of the files of a run. Stock clang-tidy's rules, but for two things: a .clang-tidy
/// that says nothing about `coro-` was written for other checks and does not turn ours off, and one
/// that cannot be read is an error.
class Settings : public clang::tidy::ClangTidyOptionsProvider {
public:
  /// \returns nothing after saying on stderr what is wrong.
  static std::unique_ptr<Settings> make(const Options &Opts);

  const clang::tidy::ClangTidyGlobalOptions &getGlobalOptions() override;
  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override;

  /// A context wants to own its settings; this gives it these, which the whole run shares.
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> lend();

  /// Whether a .clang-tidy could not be read so far; each is said on stderr once.
  bool broken() const { return !Unreadable.empty(); }

private:
  Settings() = default;
  llvm::ErrorOr<clang::tidy::ClangTidyOptions> read(llvm::MemoryBufferRef File);

  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> Stock;
  llvm::StringSet<> Unreadable;
};

/// The checks that are on under \p Of.
std::vector<std::string> enabledChecks(const clang::tidy::ClangTidyOptions &Of);

} // namespace cotidy::driver

#endif
