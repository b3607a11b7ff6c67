// SPDX-License-Identifier: Apache-2.0
// Looks at a unit without parsing it: which files it reads, and whether a coroutine can be in them.
#ifndef COTIDY_TOOL_SCAN_H
#define COTIDY_TOOL_SCAN_H

#include "Changes.h"
#include "Settings.h"

namespace cotidy::driver {

struct Scanned {
  /// Whether the unit has to be linted: a check could report something, as far as can be told.
  bool Matters = true;
  /// Whether it reads a file that was changed; true if that is not known.
  bool Touched = true;
  std::string Key; ///< Of the cache; empty: not known.
};

/// Scans units one after the other and keeps what it knows about their headers. Files must not
/// change while it lives.
class Scanner {
public:
  /// \p Changed can be null: nobody asks.
  Scanner(const Options &Opts, Settings &S, const clang::tooling::CompilationDatabase &Database,
          const Changes *Changed);
  ~Scanner();

  Scanned scan(const std::string &File);
  /// Whether the main file alone tells that the unit matters.
  bool mattersAtOnce(const std::string &File);

private:
  class Action;
  class Factory;
  struct State;

  const Options &Opts;
  Settings &S;
  const clang::tooling::CompilationDatabase &Database;
  const Changes *Changed;
  std::unique_ptr<State> Kept;
};

/// Whether \p Text has one of the words that make a function a coroutine, or a piece that can be
/// pasted to one. Comments count, too: looking for them would cost more than it saves.
bool hasCoroutineWord(llvm::StringRef Text);

} // namespace cotidy::driver

#endif
