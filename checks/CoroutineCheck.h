// SPDX-License-Identifier: Apache-2.0
// The base of every check: it finds the coroutines of a unit and hands each to the check once.
#ifndef COTIDY_COROUTINECHECK_H
#define COTIDY_COROUTINECHECK_H

#include "analysis/Unit.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/utils/IncludeInserter.h"
#include "fixes/Insertion.h"
#include "fixes/Kinds.h"
#include "llvm/ADT/DenseSet.h"

namespace cotidy {

class CoroutineCheck : public clang::tidy::ClangTidyCheck {
public:
  CoroutineCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void registerPPCallbacks(const clang::SourceManager &SM, clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpanderPP) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;
  void onEndOfTranslationUnit() final;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  bool isLanguageVersionSupported(const clang::LangOptions &Lang) const final {
    return Lang.CPlusPlus20 || Lang.Coroutines;
  }

protected:
  /// Looks at one coroutine of the unit's own code (patterns and instantiations of templates).
  virtual void look(Coroutine &C, Unit &U) = 0;
  /// Drops what was kept about the unit.
  virtual void endOfUnit() {}

  /// An option asks for a check that is opt-in, as naming it in full does. For constructors.
  void askFor() { Asked = true; }

  /// Whether this is the first report at \p Loc. Instantiations of a template share locations, so
  /// that what holds for many of them is reported once.
  bool firstAt(clang::SourceLocation Loc) { return Reported.insert(Loc.getRawEncoding()).second; }

  /// How a message names the coroutine.
  static std::string nameOf(const Coroutine &C);

  /// The preprocessor of the unit, to ask which headers there are.
  clang::Preprocessor *preprocessor() const { return PP; }
  /// Whether a fix is applied by --fix, or waits in a note for a reader.
  enum class FixIs { Safe, Suggestion };
  /// Attaches a fix to \p D: the texts that replace the ranges, all of one file, and includes of
  /// \p Headers that it lacks. A header is inserted once a file, with the first fix that wants it.
  /// The only way to a fix: a kind that may not go out as \p How is left out.
  void attach(clang::DiagnosticBuilder &D, FixKind Kind, FixIs How,
              llvm::ArrayRef<std::pair<clang::CharSourceRange, std::string>> Edits,
              llvm::ArrayRef<std::string> Headers = {});
  void attach(clang::DiagnosticBuilder &D, FixKind Kind, FixIs How, const Insertion &Edit);

private:
  bool Asked;             ///< Whether it runs: opt-in checks do when they are named in full.
  std::string UserModels; ///< The option `cotidy.Models`: file names, separated by semicolons.
  std::shared_ptr<Unit> Current;
  llvm::DenseSet<unsigned> Reported;
  clang::Preprocessor *PP = nullptr;
  std::shared_ptr<clang::tidy::utils::IncludeInserter> Includes; ///< One for all checks of a unit.
};

} // namespace cotidy

#endif
