// SPDX-License-Identifier: Apache-2.0
// All that the result of a unit depends on, as one number: the key of the cache.
#ifndef COTIDY_TOOL_INPUTKEY_H
#define COTIDY_TOOL_INPUTKEY_H

#include "Settings.h"
#include "clang/Lex/PPCallbacks.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/xxhash.h"
#include <set>

namespace clang {
class CompilerInstance;
class CompilerInvocation;
} // namespace clang

namespace cotidy::driver {

/// What is known before a file is read: this program, its options, the settings and what they name
/// (models), the unit and its commands. Empty if this build of the program cannot be told from
/// others.
std::string fixedInputs(const Options &Opts, Settings &S,
                        const clang::tooling::CompilationDatabase &Database,
                        const std::string &File);

/// Whether the unit gets text from what the preprocessor does not read: precompiled headers and
/// modules.
bool readsUnseen(const clang::CompilerInvocation &Invocation);

/// The key of one unit. Its preprocessing tells it what it has seen; a scan and a parse of the same
/// input give the same key.
class InputKey {
public:
  using HashOfText =
      llvm::function_ref<llvm::XXH128_hash_t(clang::FileEntryRef, llvm::StringRef Text)>;

  /// A command of the unit begins.
  void begin(const clang::CompilerInvocation &Invocation);
  /// Listens to the preprocessor.
  void attach(clang::CompilerInstance &Compiler);
  /// The command ends: takes in the files that were read.
  void end(clang::CompilerInstance &Compiler, HashOfText Hash);

  /// \returns 64 hexadecimal digits, or nothing if something was read that the key does not cover.
  std::string finish(llvm::StringRef Fixed);

private:
  class Listener;

  llvm::BLAKE3 Hash;
  std::set<std::string> Asked; ///< __has_include and the like, with the answers.
  bool Covers = true, Begun = false;
};

} // namespace cotidy::driver

#endif
