// SPDX-License-Identifier: Apache-2.0
// The edits of fixes that fit beside each other, and the text of a file with them made.
#include "Fixes.h"
#include "clang/Format/Format.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"

namespace cotidy::driver {
namespace fs = llvm::sys::fs;
using clang::tidy::ClangTidyError;
using clang::tooling::Replacement;
using clang::tooling::Replacements;

std::string realName(llvm::StringRef Path) {
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

Fixes::Added Fixes::add(const ClangTidyError &Finding) {
  const llvm::StringMap<Replacements> *Fix = clang::tidy::getFixIt(Finding, WithNotes);
  if (!Fix || Fix->empty())
    return Added::NoFix;
  std::vector<std::pair<std::string, Edit>> New;
  for (const auto &Entry : *Fix)
    for (const Replacement &R : Entry.second) {
      New.emplace_back(realName(R.getFilePath()),
                       Edit{R.getOffset(), R.getLength(), R.getReplacementText().str()});
      // Half a fix is worse than none.
      auto Taken = Files.find(New.back().first);
      if (Taken != Files.end() && !fits(Taken->second, New.back().second))
        return Added::Overlaps;
    }
  for (auto &[File, Each] : New)
    Files[File].insert(std::move(Each));
  return Added::Taken;
}

std::vector<std::string> Fixes::files() const {
  std::vector<std::string> Result;
  for (const auto &[File, Taken] : Files)
    Result.push_back(File);
  return Result;
}

llvm::Expected<std::string> Fixes::fixed(llvm::StringRef File, llvm::StringRef Code,
                                         Settings &S) const {
  auto Taken = Files.find(File.str());
  if (Taken == Files.end())
    return Code.str();
  Replacements Edits;
  for (const Edit &Each : Taken->second) {
    Replacement R(File, Each.Offset, Each.Length, Each.Text);
    if (llvm::Error Overlap = Edits.add(R)) {
      // Only includes at one place: their order does not matter, but their number does.
      llvm::consumeError(std::move(Overlap));
      Edits = Edits.merge(
          Replacements(Replacement(File, Edits.getShiftedCodePosition(Each.Offset), 0, Each.Text)));
    }
  }
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

} // namespace cotidy::driver
