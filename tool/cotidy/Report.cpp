// SPDX-License-Identifier: Apache-2.0
// Prints findings as clang-tidy does, each once however many units have seen it.
#include "Report.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace cotidy::driver {
using clang::tidy::ClangTidyError;

Report::Report(Settings &S, Places &Where, Filter &Which, bool Text)
    : Context(S.lend()), Where(Where), Which(Which), Text(Text) {}
Report::~Report() = default;

/// What makes two findings of different units the same one.
static std::string identity(const ClangTidyError &E) {
  return (E.DiagnosticName + "\n" + E.Message.FilePath + "\n" + llvm::Twine(E.Message.FileOffset) +
          "\n" + E.Message.Message)
      .str();
}

static std::string withoutPlace(const ClangTidyError &E) {
  return E.DiagnosticName + "\n" + E.Message.FilePath + "\n" + E.Message.Message;
}

/// A fix that also adds an include spans from there to the finding; printed as a whole, it would
/// show the lines between them, or one of them under the wrong number.
static void leaveOutIncludes(clang::tooling::DiagnosticMessage &M) {
  for (auto &Entry : M.Fix) {
    clang::tooling::Replacements Kept;
    for (const clang::tooling::Replacement &R : Entry.second)
      if (R.getLength() || !R.getReplacementText().starts_with("#include"))
        llvm::cantFail(Kept.add(R));
    Entry.second = std::move(Kept);
  }
}

void Report::print(std::vector<ClangTidyError> Shown) {
  for (ClangTidyError &E : Shown) {
    leaveOutIncludes(E.Message);
    for (clang::tooling::DiagnosticMessage &Note : E.Notes)
      leaveOutIncludes(Note);
  }
  unsigned AsErrors = 0;
  clang::tidy::handleErrors(Shown, Context, clang::tidy::FB_NoFix, AsErrors,
                            llvm::vfs::getRealFileSystem());
  llvm::outs().flush();
}

void Report::add(UnitResult Result) {
  llvm::outs() << Result.Text;
  std::vector<ClangTidyError> New;
  for (ClangTidyError &E : Result.Findings) {
    auto [Mark, First] = Seen.try_emplace(identity(E), false);
    if (!First)
      continue;
    if (isFinding(E))
      ++Identities[identityOf(E, Where)];
    if (Filter::Verdict V = Which.judge(E); V != Filter::Shown) {
      Mark->second = true;
      Hidden.insert(withoutPlace(E));
      ++(V == Filter::Accepted ? Accepted : Elsewhere);
      continue;
    }
    if (E.DiagnosticName == "clang-tidy-config")
      ++BadSettings;
    else if (E.DiagLevel == ClangTidyError::Warning)
      ++Warnings;
    New.push_back(std::move(E));
  }
  if (New.empty())
    return;
  for (const ClangTidyError &E : New)
    AsErrors += E.IsWarningAsError;
  if (Text)
    print(New);
  llvm::move(New, std::back_inserter(All));
}

bool Report::hides(const ClangTidyError &E) const { return Seen.lookup(identity(E)); }

bool Report::mayHide(const ClangTidyError &E) const { return Hidden.contains(withoutPlace(E)); }

bool exportFindings(llvm::StringRef To, llvm::StringRef MainFile,
                    const std::vector<ClangTidyError> &Findings) {
  std::error_code Wrong;
  llvm::raw_fd_ostream Out(To, Wrong, llvm::sys::fs::OF_None);
  if (!Wrong) {
    clang::tidy::exportReplacements(MainFile, Findings, Out);
    Out.close();
    Wrong = Out.error();
    Out.clear_error();
  }
  if (Wrong)
    error("--export-fixes " + To + ": cannot write: " + Wrong.message());
  return !Wrong;
}

} // namespace cotidy::driver
