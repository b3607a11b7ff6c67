// SPDX-License-Identifier: Apache-2.0
// Merges the fixes of all units and writes the fixed files.
#include "Fixes.h"
#include "clang/Format/Format.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

namespace cotidy::driver {
namespace fs = llvm::sys::fs;
using clang::tidy::ClangTidyError;
using clang::tooling::Replacement;
using clang::tooling::Replacements;

/// The file behind a link is the one to change.
static std::string realName(llvm::StringRef Path) {
  llvm::SmallString<256> Real;
  return fs::real_path(Path, Real) ? Path.str() : Real.str().str();
}

static bool isInclude(llvm::StringRef Text) { return Text.ltrim().starts_with("#include"); }

bool Fixes::fits(const Edits &Taken, const Edit &New) {
  // Those that end before New starts do not matter, and edits that were taken do not overlap, so
  // that a look at the neighbours is enough.
  auto Next = Taken.lower_bound(Edit{New.Offset, 0, ""});
  if (Next != Taken.begin() && std::prev(Next)->end() > New.Offset)
    return false;
  for (; Next != Taken.end() && Next->Offset <= New.end(); ++Next) {
    if (*Next == New) {
      // The same fix, seen by another unit. The same text twice at one place is not the same:
      // two findings may each want their parenthesis there.
      if (New.Length || isInclude(New.Text))
        continue;
      return false;
    }
    if (Next->Offset == New.end() && (New.Length || Next->Length) && Next->Offset != New.Offset)
      continue; // They touch.
    if (Next->Offset == New.Offset && !New.Length && !Next->Length && isInclude(New.Text) &&
        isInclude(Next->Text))
      continue; // Either order is good.
    return false;
  }
  return true;
}

void Fixes::add(const ClangTidyError &Finding) {
  const llvm::StringMap<Replacements> *Fix = clang::tidy::getFixIt(Finding, WithNotes);
  if (!Fix || Fix->empty())
    return;
  std::vector<std::pair<std::string, Edit>> New;
  for (const auto &Entry : *Fix)
    for (const Replacement &R : Entry.second) {
      New.emplace_back(realName(R.getFilePath()),
                       Edit{R.getOffset(), R.getLength(), R.getReplacementText().str()});
      // Half a fix is worse than none.
      if (!fits(Files[New.back().first], New.back().second)) {
        Skipped.push_back(Finding.Message.FilePath + ": " + Finding.Message.Message + " [" +
                          Finding.DiagnosticName + "]");
        return;
      }
    }
  for (auto &[File, Each] : New)
    Files[File].insert(std::move(Each));
  ++Applied;
}

/// \returns the text of \p File with \p Edits made, formatted around them as the settings say.
static llvm::Expected<std::string> fixedText(llvm::StringRef File, llvm::StringRef Code,
                                             Replacements Edits, Settings &S) {
  auto Style =
      clang::format::getStyle(S.getOptions(File).FormatStyle.value_or("none"), File, "none", Code);
  if (!Style)
    return Style.takeError();
  auto Clean = clang::format::cleanupAroundReplacements(Code, Edits, *Style);
  if (!Clean)
    return Clean.takeError();
  if (!Style->DisableFormat) {
    Clean = clang::format::formatReplacements(Code, *Clean, *Style);
    if (!Clean)
      return Clean.takeError();
  }
  return clang::tooling::applyAllReplacements(Code, *Clean);
}

static llvm::Error writeWhole(llvm::StringRef File, llvm::StringRef Text) {
  auto Mode = fs::getPermissions(File);
  if (!Mode)
    return llvm::errorCodeToError(Mode.getError());
  auto Temporary = fs::TempFile::create(File + ".cotidy-%%%%%%");
  if (!Temporary)
    return Temporary.takeError();
  llvm::raw_fd_ostream Out(Temporary->FD, /*shouldClose=*/false);
  Out << Text;
  Out.flush();
  std::error_code Wrong = Out.error();
  Out.clear_error();
  if (!Wrong)
    Wrong = fs::setPermissions(Temporary->FD, *Mode);
  if (Wrong) {
    llvm::consumeError(Temporary->discard());
    return llvm::errorCodeToError(Wrong);
  }
  return Temporary->keep(File);
}

bool Fixes::apply(Settings &S, bool Quiet) {
  bool Good = true;
  unsigned Written = 0;
  for (const auto &[File, Taken] : Files) {
    if (Taken.empty())
      continue;
    llvm::Error Wrong = [&]() -> llvm::Error {
      auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                                /*RequiresNullTerminator=*/false,
                                                /*IsVolatile=*/true);
      if (!Buffer)
        return llvm::errorCodeToError(Buffer.getError());
      Replacements Edits;
      for (const Edit &Each : Taken) {
        Replacement R(File, Each.Offset, Each.Length, Each.Text);
        if (llvm::Error Overlap = Edits.add(R)) {
          // Only includes at one place: their order does not matter, but their number does.
          llvm::consumeError(std::move(Overlap));
          Edits = Edits.merge(Replacements(
              Replacement(File, Edits.getShiftedCodePosition(Each.Offset), 0, Each.Text)));
        }
      }
      auto Text = fixedText(File, (*Buffer)->getBuffer(), std::move(Edits), S);
      return Text ? writeWhole(File, *Text) : Text.takeError();
    }();
    if (Wrong) {
      error(File + ": cannot fix: " + llvm::toString(std::move(Wrong)));
      Good = false;
    } else {
      ++Written;
    }
  }
  for (const std::string &Finding : Skipped)
    warn("fix not applied, it overlaps another one: " + Finding + "; run once more");
  if (!Quiet)
    llvm::errs() << "Applied " << Applied << (Applied == 1 ? " fix to " : " fixes to ") << Written
                 << (Written == 1 ? " file.\n" : " files.\n");
  return Good;
}

} // namespace cotidy::driver
