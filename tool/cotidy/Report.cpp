// SPDX-License-Identifier: Apache-2.0
// Prints findings as clang-tidy does, each once however many units have seen it.
#include "Report.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace cotidy::driver {
using clang::tidy::ClangTidyError;

Report::Report(Settings &S) : Context(S.lend()) {}
Report::~Report() = default;

/// What makes two findings of different units the same one.
static std::string identity(const ClangTidyError &E) {
  return (E.DiagnosticName + "\n" + E.Message.FilePath + "\n" + llvm::Twine(E.Message.FileOffset) +
          "\n" + E.Message.Message)
      .str();
}

void Report::add(UnitResult Result) {
  llvm::outs() << Result.Text;
  std::vector<ClangTidyError> New;
  for (ClangTidyError &E : Result.Findings) {
    if (!Seen.insert(identity(E)).second)
      continue;
    if (E.DiagnosticName == "clang-tidy-config")
      ++BadSettings;
    else if (E.DiagLevel == ClangTidyError::Warning)
      ++Warnings;
    New.push_back(std::move(E));
  }
  if (New.empty())
    return;
  unsigned Errors = 0;
  clang::tidy::handleErrors(New, Context, clang::tidy::FB_NoFix, Errors,
                            llvm::vfs::getRealFileSystem());
  llvm::outs().flush();
  AsErrors += Errors;
  llvm::move(New, std::back_inserter(All));
}

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
