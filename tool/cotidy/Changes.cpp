// SPDX-License-Identifier: Apache-2.0
// The lines that a change touches, as git tells: `--diff`.
#include "Changes.h"
#include "Files.h"
#include "Fixes.h"
#include "Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Program.h"
#include <limits>

namespace cotidy::driver {
namespace {

/// What git prints, or its message. \p Code gets its exit code.
llvm::Expected<std::string> git(llvm::StringRef Folder, llvm::ArrayRef<llvm::StringRef> Args,
                                int &Code) {
  auto Program = llvm::sys::findProgramByName("git");
  if (!Program)
    return llvm::createStringError("git is not installed");
  llvm::SmallString<128> Out, Err;
  if (std::error_code Wrong = llvm::sys::fs::createTemporaryFile("cotidy", "out", Out))
    return llvm::errorCodeToError(Wrong);
  llvm::FileRemover RemoveOut(Out);
  if (std::error_code Wrong = llvm::sys::fs::createTemporaryFile("cotidy", "err", Err))
    return llvm::errorCodeToError(Wrong);
  llvm::FileRemover RemoveErr(Err);
  // Paths with letters beyond ASCII come as they are.
  llvm::SmallVector<llvm::StringRef, 24> Line{*Program, "-C", Folder, "-c", "core.quotePath=off"};
  Line.append(Args.begin(), Args.end());
  std::string Trouble;
  Code = llvm::sys::ExecuteAndWait(*Program, Line, std::nullopt,
                                   {llvm::StringRef(""), Out.str(), Err.str()}, 0, 0, &Trouble);
  if (Code < 0)
    return llvm::createStringError("git: " + Trouble);
  if (Code > 0) {
    auto Said = readWhole(Err);
    std::string Why = Said ? *Said : llvm::toString(Said.takeError());
    return llvm::createStringError("git: " + llvm::StringRef(Why).split('\n').first);
  }
  return readWhole(Out);
}

llvm::Expected<std::string> git(llvm::StringRef Folder, llvm::ArrayRef<llvm::StringRef> Args) {
  int Code = 0;
  return git(Folder, Args, Code);
}

/// A path as a diff has it: odd ones stand in quotes, with C's escapes.
std::string unquoted(llvm::StringRef Text) {
  Text = Text.rtrim('\t'); // One ends a path that has blanks.
  if (!Text.consume_front("\"") || !Text.consume_back("\""))
    return Text.str();
  std::string Result;
  while (!Text.empty()) {
    char C = Text.front();
    Text = Text.drop_front();
    if (C != '\\' || Text.empty()) {
      Result += C;
      continue;
    }
    unsigned Octal;
    if (Text.size() >= 3 && !Text.take_front(3).getAsInteger(8, Octal)) {
      Result += static_cast<char>(Octal);
      Text = Text.drop_front(3);
      continue;
    }
    constexpr llvm::StringLiteral Letters = "abtnvfr";
    size_t Index = Letters.find(Text.front());
    Result += Index == Letters.npos ? Text.front() : static_cast<char>('\a' + Index);
    Text = Text.drop_front();
  }
  return Result;
}

/// `12` or `12,3`.
bool readSpan(llvm::StringRef Text, unsigned &First, unsigned &Count) {
  auto [Begin, Length] = Text.split(',');
  Count = 1;
  return !Begin.getAsInteger(10, First) && (Length.empty() || !Length.getAsInteger(10, Count));
}

} // namespace

llvm::Expected<Changes> Changes::parse(llvm::StringRef Diff, llvm::StringRef Root) {
  Changes Result;
  std::vector<Range> *Ranges = nullptr;
  unsigned Body = 0; // Lines of the hunk that are still to come; they can look like headers.
  while (!Diff.empty()) {
    llvm::StringRef Line;
    std::tie(Line, Diff) = Diff.split('\n');
    if (Body && (Line.starts_with("+") || Line.starts_with("-"))) {
      --Body;
      continue;
    }
    if (Line.consume_front("+++ ")) {
      std::string Path = unquoted(Line);
      llvm::StringRef Name = Path;
      Ranges = Name.consume_front("b/") ? &Result.Files[realName((Root + "/" + Name).str())]
                                        : nullptr; // It is gone: /dev/null.
      continue;
    }
    if (!Line.starts_with("@@ "))
      continue;
    llvm::SmallVector<llvm::StringRef, 5> Words;
    Line.split(Words, ' ');
    unsigned Old, OldCount, New, NewCount;
    if (Words.size() < 4 || !Words[1].consume_front("-") || !Words[2].consume_front("+") ||
        !readSpan(Words[1], Old, OldCount) || !readSpan(Words[2], New, NewCount))
      return llvm::createStringError("git: its diff cannot be read: " + Line);
    Body = OldCount + NewCount;
    if (Ranges && NewCount)
      Ranges->push_back({New, New + NewCount - 1});
  }
  return Result;
}

void Changes::addWhole(llvm::StringRef File) {
  Files[realName(File)] = {{1, std::numeric_limits<unsigned>::max()}};
}

const std::vector<Changes::Range> *Changes::rangesOf(llvm::StringRef File) const {
  auto [Real, New] = RealNames.try_emplace(File);
  if (New)
    Real->second = realName(File);
  auto It = Files.find(Real->second);
  return It == Files.end() || It->second.empty() ? nullptr : &It->second;
}

bool Changes::touchFile(llvm::StringRef File) const { return rangesOf(File) != nullptr; }

bool Changes::touchLine(llvm::StringRef File, unsigned Line) const {
  const std::vector<Range> *Ranges = rangesOf(File);
  return Ranges && (!Line || llvm::any_of(*Ranges, [Line](const Range &R) {
           return R.First <= Line && Line <= R.Last;
         }));
}

llvm::Expected<Changes> Changes::since(llvm::StringRef Revision, llvm::StringRef Folder) {
  auto Top = git(Folder, {"rev-parse", "--show-toplevel"});
  if (!Top)
    return Top.takeError();
  llvm::StringRef Root = llvm::StringRef(*Top).rtrim('\n');
  std::string Wanted = (Revision + "^{commit}").str();
  auto Commit = git(Root, {"rev-parse", "--verify", "--end-of-options", Wanted});
  if (!Commit)
    return Commit.takeError();
  // What the other branch has got since is no change of this one.
  int Code = 0;
  auto Base = git(Root, {"merge-base", llvm::StringRef(*Commit).trim(), "HEAD"}, Code);
  if (!Base && Code != 1)
    return Base.takeError();
  if (!Base) {
    llvm::consumeError(Base.takeError());
    warn("--diff: git finds no commit that " + Revision +
         " and HEAD have in common (a shallow clone?); comparing with " + Revision + " itself");
    Base = *Commit;
  }
  // The user's settings must not change what is printed.
  auto Diff = git(Root, {"diff", "-U0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff",
                         "--no-textconv", "--find-renames", "--src-prefix=a/", "--dst-prefix=b/",
                         "--ignore-submodules", llvm::StringRef(*Base).trim(), "--"});
  if (!Diff)
    return Diff.takeError();
  auto Result = parse(*Diff, Root);
  if (!Result)
    return Result;
  auto New = git(Root, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (!New)
    return New.takeError();
  for (llvm::StringRef Path : llvm::split(*New, '\0'))
    if (!Path.empty())
      Result->addWhole((Root + "/" + Path).str());
  return Result;
}

} // namespace cotidy::driver
