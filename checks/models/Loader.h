// SPDX-License-Identifier: Apache-2.0
// Reads model files; every mistake in one is reported with file, line and key.
#ifndef COTIDY_MODELS_LOADER_H
#define COTIDY_MODELS_LOADER_H

#include "Model.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace cotidy::model {

/// A model that was compiled into this binary.
struct BuiltIn {
  llvm::StringRef File;       ///< The file's name, for messages.
  llvm::StringRef Namespaces; ///< Its root namespaces, space separated; empty: always relevant.
  llvm::StringRef Text;
};

/// All built-in models, ordered by file name.
llvm::ArrayRef<BuiltIn> builtIns();

/// Parses \p Text; `@` stays as it is written, so that places in messages are those of the file.
/// \returns the library, or nothing after adding at least one line to \p Errors, each of the form
/// "file:line:column: what is wrong", with the key it is about.
std::optional<Library> parse(llvm::StringRef File, llvm::StringRef Text,
                             std::vector<std::string> &Errors);

/// \returns \p Text with `@::` and `@/` written out for one namespace.
std::string expand(llvm::StringRef Text, llvm::StringRef Name, llvm::StringRef Headers);

/// Reads the file \p Path, or adds a line to \p Errors.
std::optional<std::string> read(llvm::StringRef Path, std::vector<std::string> &Errors);

/// Reads and parses \p Path, a user's model. Errors as for parse().
std::optional<Library> load(llvm::StringRef Path, std::vector<std::string> &Errors);

} // namespace cotidy::model

#endif
