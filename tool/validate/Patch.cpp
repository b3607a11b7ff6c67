// SPDX-License-Identifier: Apache-2.0
// Unified diffs: hunks are looked for near where they say that they are.
#include "Patch.h"
#include "Fixes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace cotidy::validate {

std::optional<std::vector<FilePatch>> parsePatch(llvm::StringRef Text, std::string &Wrong) {
  std::vector<FilePatch> Result;
  unsigned OldLeft = 0, NewLeft = 0, Number = 0;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Text = Rest;
    ++Number;
    Line.consume_back("\r");
    auto Fail = [&](llvm::StringRef What) {
      Wrong = "line " + std::to_string(Number) + ": " + What.str();
      return std::nullopt;
    };
    if (OldLeft || NewLeft) {
      Hunk &H = Result.back().Hunks.back();
      const char Mark = Line.empty() ? ' ' : Line.front();
      const std::string Content = Line.drop_front(!Line.empty()).str();
      if (Mark == '\\')
        continue; // "No newline at end of file"
      if (Mark != ' ' && Mark != '-' && Mark != '+')
        return Fail("a line of a hunk begins with a blank, `-` or `+`");
      if ((Mark != '+' && !OldLeft) || (Mark != '-' && !NewLeft))
        return Fail("the hunk has more lines than it says");
      if (Mark != '+') {
        H.Old.push_back(Content);
        --OldLeft;
      }
      if (Mark != '-') {
        H.New.push_back(Content);
        --NewLeft;
      }
    } else if (Line.consume_front("--- ")) {
      llvm::StringRef Name = Line.split('\t').first.trim();
      if (!Name.consume_front("a/"))
        Name.consume_front("./");
      Result.push_back({Name.str(), {}});
    } else if (Line.consume_front("@@ -")) {
      // `12,3 +14,2 @@`
      unsigned OldLine, NewLine;
      OldLeft = NewLeft = 1;
      if (Result.empty() || Line.consumeInteger(10, OldLine) ||
          (Line.consume_front(",") && Line.consumeInteger(10, OldLeft)) ||
          !Line.consume_front(" +") || Line.consumeInteger(10, NewLine) ||
          (Line.consume_front(",") && Line.consumeInteger(10, NewLeft)))
        return Fail("a hunk that cannot be read");
      Result.back().Hunks.push_back({OldLine, {}, {}});
    }
  }
  if (OldLeft || NewLeft) {
    Wrong = "the last hunk is cut off";
    return std::nullopt;
  }
  if (Result.empty() || llvm::any_of(Result, [](const FilePatch &F) { return F.Hunks.empty(); })) {
    Wrong = "no unified diff (`diff -u`, `git diff`)";
    return std::nullopt;
  }
  return Result;
}

std::optional<std::string> fileOf(const FilePatch &Patch, llvm::StringRef Program) {
  namespace path = llvm::sys::path;
  if (path::filename(Patch.Name) == path::filename(Program))
    return driver::realName(Program);
  // A diff may have been made further up.
  for (llvm::StringRef At = path::parent_path(Program); !At.empty(); At = path::parent_path(At)) {
    llvm::SmallString<256> File(At);
    path::append(File, Patch.Name);
    if (llvm::sys::fs::is_regular_file(File))
      return driver::realName(File);
  }
  return std::nullopt;
}

std::optional<std::string> applied(const FilePatch &Patch, llvm::StringRef Text,
                                   std::string &Wrong) {
  llvm::SmallVector<llvm::StringRef, 0> Split;
  const bool EndsWhole = Text.ends_with("\n");
  Text.split(Split, '\n');
  if (EndsWhole)
    Split.pop_back();
  std::vector<std::string> Lines(Split.begin(), Split.end());
  long Shift = 0;
  for (const Hunk &H : Patch.Hunks) {
    const long Size = static_cast<long>(H.Old.size());
    const long Wanted = std::max(0L, static_cast<long>(H.OldLine) - (Size != 0)) + Shift;
    auto Fits = [&](long At) {
      return At >= 0 && At + Size <= static_cast<long>(Lines.size()) &&
             std::equal(H.Old.begin(), H.Old.end(), Lines.begin() + At);
    };
    long At = -1;
    for (long Away = 0; At < 0 && Away <= static_cast<long>(Lines.size()); ++Away)
      At = Fits(Wanted + Away) ? Wanted + Away : Fits(Wanted - Away) ? Wanted - Away : -1;
    if (At < 0) {
      Wrong = "the hunk at line " + std::to_string(H.OldLine) + " does not fit " + Patch.Name;
      return std::nullopt;
    }
    Lines.erase(Lines.begin() + At, Lines.begin() + At + Size);
    Lines.insert(Lines.begin() + At, H.New.begin(), H.New.end());
    Shift = At - std::max(0L, static_cast<long>(H.OldLine) - (Size != 0)) +
            static_cast<long>(H.New.size()) - Size;
  }
  std::string Result;
  for (const std::string &Line : Lines)
    Result += Line + "\n";
  if (!EndsWhole && !Result.empty())
    Result.pop_back();
  return Result;
}

} // namespace cotidy::validate
