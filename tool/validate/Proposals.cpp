// SPDX-License-Identifier: Apache-2.0
// Runs the checks on a program and makes a version of it for each fix.
#include "Proposals.h"
#include "Fixes.h"
#include "LintUnit.h"
#include "Patch.h"
#include "clang-tidy/ClangTidy.h"
#include "fixes/Kinds.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <set>

namespace cotidy::validate {
using clang::tidy::ClangTidyError;
using clang::tooling::Replacement;
using driver::error;

namespace {

std::optional<std::string> textOf(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer) {
    error(File + ": cannot read: " + Buffer.getError().message());
    return std::nullopt;
  }
  return (*Buffer)->getBuffer().str();
}

bool isInclude(const Replacement &R) {
  return R.getLength() == 0 && R.getReplacementText().ltrim().starts_with("#include");
}

std::optional<Texts> textsOf(const driver::Fixes &Some, driver::Settings &S) {
  Texts Result;
  for (const std::string &File : Some.files()) {
    std::optional<std::string> Old = textOf(File);
    if (!Old)
      return std::nullopt;
    llvm::Expected<std::string> New = Some.fixed(File, *Old, S);
    if (!New) {
      error(File + ": " + llvm::toString(New.takeError()));
      return std::nullopt;
    }
    Result[File] = std::move(*New);
  }
  return Result;
}

/// The kind under which the fix was attached: the log has the places of the first edits.
const OfferedFix *kindOf(const llvm::StringMap<clang::tooling::Replacements> &Fix, bool Safe,
                         llvm::ArrayRef<OfferedFix> Log) {
  for (const auto &Entry : Fix)
    for (const Replacement &R : Entry.second)
      if (!isInclude(R))
        for (const OfferedFix &Each : Log)
          if (Each.Offset == R.getOffset() && Each.Safe == Safe)
            return &Each;
  return nullptr;
}

} // namespace

std::optional<Proposals> proposed(const Options &Opts,
                                  const clang::tooling::CompilationDatabase &Database) {
  std::unique_ptr<driver::Settings> S = driver::Settings::make(Opts.Lint);
  if (!S)
    return std::nullopt;
  S->getOptions(Opts.Program);
  if (S->broken())
    return std::nullopt;
  if (Opts.Lint.Checks && driver::enabledChecks(S->getOptions(Opts.Program)).empty()) {
    error("--checks leaves no check on");
    return std::nullopt;
  }
  std::vector<OfferedFix> Log;
  logFixes(&Log);
  driver::UnitResult Unit =
      driver::lintUnit(Opts.Lint, *S, Database, Opts.Program, /*SkipBodies=*/true);
  logFixes(nullptr);
  for (const ClangTidyError &E : Unit.Findings)
    if (E.DiagLevel == ClangTidyError::Error) {
      error(E.Message.FilePath + ": " + E.Message.Message);
      return std::nullopt;
    }

  Proposals Result;
  std::vector<const ClangTidyError *> Fixable;
  std::map<std::string, unsigned> OfCheck, UnfixableOfCheck;
  for (const ClangTidyError &E : Unit.Findings) {
    ++Result.Findings;
    ++OfCheck[E.DiagnosticName];
    const auto *Fix = clang::tidy::getFixIt(E, /*AnyFix=*/true);
    if (Fix && !Fix->empty()) {
      Fixable.push_back(&E);
    } else {
      ++Result.Unfixable;
      ++UnfixableOfCheck[E.DiagnosticName];
    }
  }

  driver::Fixes All(/*WithNotes=*/true);
  Proposal Together;
  Together.Id = "all";
  std::set<std::string> Checks;
  for (const ClangTidyError *E : Fixable) {
    const auto &Fix = *clang::tidy::getFixIt(*E, true);
    // A header is included once a file, with the first fix that needs it: alone, each needs it.
    ClangTidyError Alone = *E;
    const bool Safe = !E->Message.Fix.empty();
    Alone.Message.Fix = Fix;
    for (const ClangTidyError *Other : Fixable)
      for (const auto &Entry : *clang::tidy::getFixIt(*Other, true))
        for (const Replacement &R : Entry.second)
          if (Other != E && isInclude(R))
            // The same place twice: the texts go behind each other.
            if (llvm::Error Taken = Alone.Message.Fix[Entry.first()].add(R))
              llvm::consumeError(std::move(Taken));
    driver::Fixes One(true);
    One.add(Alone);
    std::optional<Texts> After = textsOf(One, *S);
    std::optional<std::string> Old = textOf(driver::realName(E->Message.FilePath));
    if (!After || !Old)
      return std::nullopt;
    const OfferedFix *Kind = kindOf(Fix, Safe, Log);
    Proposal P;
    P.Id = std::to_string(Result.All.size() + 1);
    P.Kind = Kind ? rowOf(Kind->Kind).Name.str() : "";
    P.Safe = Safe;
    P.File = E->Message.FilePath;
    P.Message = E->Message.Message;
    P.Line = 1 + static_cast<unsigned>(
                     llvm::count(llvm::StringRef(*Old).take_front(E->Message.FileOffset), '\n'));
    P.Checks = {E->DiagnosticName};
    P.Whole = OfCheck[E->DiagnosticName] == 1;
    P.After = std::move(*After);
    Result.All.push_back(std::move(P));
    if (All.add(*E) == driver::Fixes::Added::Overlaps) {
      ++Result.Overlapping;
      ++UnfixableOfCheck[E->DiagnosticName];
    } else {
      Checks.insert(E->DiagnosticName);
    }
  }
  if (Fixable.size() > 1) {
    std::optional<Texts> After = textsOf(All, *S);
    if (!After)
      return std::nullopt;
    // What has no fix may break a promise through no fault of the fixes.
    for (const std::string &Check : Checks)
      Together.Whole &= UnfixableOfCheck[Check] == 0;
    Together.Checks.assign(Checks.begin(), Checks.end());
    Together.After = std::move(*After);
    Result.All.push_back(std::move(Together));
  }
  return Result;
}

std::optional<Proposals> forced(const Options &Opts) {
  Proposal P;
  P.Id = "patch";
  P.File = Opts.Program;
  P.Checks = {llvm::StringRef(Opts.Promise).starts_with("coro-") ? Opts.Promise
                                                                 : "coro-" + Opts.Promise};
  if (!Opts.After.empty()) {
    std::optional<std::string> Text = textOf(Opts.After);
    if (!Text)
      return std::nullopt;
    P.After[Opts.Program] = std::move(*Text);
    P.Message = "the program of " + Opts.After;
  } else {
    std::optional<std::string> Text = textOf(Opts.Patch);
    if (!Text)
      return std::nullopt;
    std::string Wrong;
    std::optional<std::vector<FilePatch>> Files = parsePatch(*Text, Wrong);
    for (size_t I = 0; Files && I < Files->size(); ++I) {
      const FilePatch &Each = (*Files)[I];
      std::optional<std::string> File = fileOf(Each, Opts.Program);
      if (!File) {
        Wrong = "no file `" + Each.Name + "` beside the program";
        break;
      }
      std::optional<std::string> Old = textOf(*File);
      if (!Old)
        return std::nullopt;
      std::optional<std::string> New = applied(Each, *Old, Wrong);
      if (!New)
        break;
      P.After[*File] = std::move(*New);
    }
    if (!Wrong.empty()) {
      error(Opts.Patch + ": " + Wrong);
      return std::nullopt;
    }
    P.Message = "the change of " + Opts.Patch;
  }
  Proposals Result;
  Result.All.push_back(std::move(P));
  return Result;
}

} // namespace cotidy::validate
