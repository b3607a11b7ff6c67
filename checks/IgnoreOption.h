// SPDX-License-Identifier: Apache-2.0
// The option `Ignore` of a check: names of types that it is silent on.
#ifndef COTIDY_IGNOREOPTION_H
#define COTIDY_IGNOREOPTION_H

#include "clang-tidy/ClangTidyCheck.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy {

class IgnoreOption {
public:
  /// Reads the option: names separated by semicolons.
  explicit IgnoreOption(const clang::tidy::ClangTidyCheck::OptionsView &Options)
      : Text(Options.get("Ignore", "").str()) {
    llvm::StringRef(Text).split(Names, ';', -1, /*KeepEmpty=*/false);
    for (llvm::StringRef &Each : Names)
      Each = Each.trim();
  }
  IgnoreOption(const IgnoreOption &) = delete; // The names lie in the text.
  IgnoreOption &operator=(const IgnoreOption &) = delete;

  void store(const clang::tidy::ClangTidyCheck::OptionsView &Options,
             clang::tidy::ClangTidyOptions::OptionMap &Into) const {
    Options.store(Into, "Ignore", Text);
  }
  bool has(llvm::StringRef Name) const { return llvm::is_contained(Names, Name); }

private:
  const std::string Text;
  llvm::SmallVector<llvm::StringRef, 4> Names;
};

} // namespace cotidy

#endif
