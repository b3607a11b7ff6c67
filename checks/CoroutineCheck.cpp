// SPDX-License-Identifier: Apache-2.0
// Finds coroutines with one matcher and hands them to a check.
#include "CoroutineCheck.h"
#include "CotidyModule.h"
#include "analysis/Names.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace cotidy {
namespace {

/// The body of a coroutine. The one matcher of all checks: anything that asks for ancestors or
/// descendants of the whole unit costs a quarter of a compile, and one on functions would be asked
/// of each function of each header, once a check.
const internal::VariadicDynCastAllOfMatcher<Stmt, CoroutineBodyStmt> coroutineBodyIs;

/// Whether the check is on by default, or named in full: a pattern does not ask for one that is
/// opt-in.
bool isAskedFor(llvm::StringRef Name, llvm::StringRef Checks) {
  for (const CheckRow &Row : checkRows())
    if (Row.Name == Name && Row.Default == CheckRow::On)
      return true;
  llvm::SmallVector<llvm::StringRef, 8> Globs;
  Checks.split(Globs, ',');
  return llvm::any_of(Globs, [&](llvm::StringRef Glob) { return Glob.trim() == Name; });
}

/// The includes of the unit that \p PP reads, as all its checks see them: keeping a record of each
/// include of each header once a check costs as much as the checks themselves.
std::shared_ptr<tidy::utils::IncludeInserter> includesOf(Preprocessor &PP, bool SelfContained) {
  struct Record {
    Record(Preprocessor &PP, bool SelfContained)
        : PP(&PP), Includes(tidy::utils::IncludeSorter::IS_LLVM, SelfContained) {
      Includes.registerPreprocessor(&PP);
    }
    const Preprocessor *PP;
    tidy::utils::IncludeInserter Includes;
  };
  // Checks of one unit are made on one thread.
  thread_local std::weak_ptr<Record> Current;
  std::shared_ptr<Record> Shared = Current.lock();
  if (!Shared || Shared->PP != &PP)
    Current = Shared = std::make_shared<Record>(PP, SelfContained);
  return {Shared, &Shared->Includes};
}

} // namespace

CoroutineCheck::CoroutineCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      Asked(isAskedFor(Name, Context->getOptions().Checks.value_or(""))),
      UserModels(Options.getLocalOrGlobal("cotidy.Models", "").str()) {}

void CoroutineCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "cotidy.Models", UserModels);
}

void CoroutineCheck::registerMatchers(MatchFinder *Finder) {
  if (!Asked)
    return;
  Finder->addMatcher(coroutineBodyIs().bind("body"), this);
}

void CoroutineCheck::registerPPCallbacks(const SourceManager &, Preprocessor *Unit,
                                         Preprocessor *) {
  PP = Unit;
  Includes = includesOf(*Unit, areDiagsSelfContained());
}

void CoroutineCheck::check(const MatchFinder::MatchResult &Result) {
  // The promise is declared in the function that the body is of.
  const VarDecl *Promise = Result.Nodes.getNodeAs<CoroutineBodyStmt>("body")->getPromiseDecl();
  const auto *F = Promise ? dyn_cast<FunctionDecl>(Promise->getDeclContext()) : nullptr;
  if (!F || F->isInvalidDecl() || inSystemHeader(F) || !coroutineBody(F))
    return;
  if (!Current) {
    llvm::SmallVector<llvm::StringRef, 2> Names;
    llvm::StringRef(UserModels).split(Names, ';', -1, /*KeepEmpty=*/false);
    std::vector<std::string> Files, Errors;
    for (llvm::StringRef Name : Names)
      Files.push_back(Name.trim().str());
    Current = Unit::of(*Result.Context, Files, Errors);
    for (const std::string &Error : Errors)
      configurationDiag("%0") << Error;
  }
  look(Current->coroutine(F), *Current);
}

void CoroutineCheck::onEndOfTranslationUnit() {
  endOfUnit();
  Current.reset();
  Reported.clear();
}

void CoroutineCheck::attach(DiagnosticBuilder &D, FixKind Kind, FixIs How,
                            llvm::ArrayRef<std::pair<CharSourceRange, std::string>> Edits,
                            llvm::ArrayRef<std::string> Headers) {
  const bool Safe = How == FixIs::Safe;
  if (!(rowOf(Kind).Ships & (Safe ? FixRow::Safe : FixRow::Suggestion)))
    return;
  logFix({Kind, Safe, PP->getSourceManager().getFileOffset(Edits.front().first.getBegin())});
  for (const auto &[Range, Text] : Edits)
    D << FixItHint::CreateReplacement(Range, Text);
  FileID File = PP->getSourceManager().getFileID(Edits.front().first.getBegin());
  for (const std::string &Header : Headers)
    if (auto Hint = Includes->createIncludeInsertion(File, "<" + Header + ">"))
      D << *Hint;
}

void CoroutineCheck::attach(DiagnosticBuilder &D, FixKind Kind, FixIs How, const Insertion &Edit) {
  attach(D, Kind, How, {{CharSourceRange::getCharRange(Edit.At, Edit.At), Edit.Text}});
}

std::string CoroutineCheck::nameOf(const Coroutine &C) {
  std::string Name = displayName(C.function());
  return Name == "lambda" ? "this lambda coroutine" : "coroutine '" + Name + "'";
}

} // namespace cotidy
