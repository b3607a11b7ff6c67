// SPDX-License-Identifier: Apache-2.0
// Applies the fixes of a run, and only those that hold when the fixed code is linted again.
#include "FixRun.h"
#include "clang-tidy/ClangTidy.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

namespace cotidy::driver {
using clang::tidy::ClangTidyError;

static bool isError(const ClangTidyError &E) { return E.DiagLevel == ClangTidyError::Error; }

/// What makes a finding the same after the code around it has moved.
static std::string keyOf(const ClangTidyError &E) {
  return E.DiagnosticName + "\n" + realName(E.Message.FilePath) + "\n" + E.Message.Message;
}

static llvm::StringMap<int> countKeys(const std::vector<ClangTidyError> &Findings) {
  llvm::StringMap<int> Result;
  for (const ClangTidyError &E : Findings)
    if (!isError(E))
      ++Result[keyOf(E)];
  return Result;
}

void FixRun::saw(size_t Unit, const UnitResult &Result) {
  for (const SourceFile &File : Result.Files)
    Files.wasRead(realName(File.Path), File.Hash);
  Units.insert_or_assign(Unit, Result);
}

std::vector<FixRun::Candidate> FixRun::candidates() {
  std::vector<Candidate> Result;
  std::map<std::string, size_t> Known;
  for (const auto &[Unit, Found] : Units)
    for (const ClangTidyError &E : Found.Findings) {
      const auto *Fix = clang::tidy::getFixIt(E, WithNotes);
      if (!Fix || Fix->empty())
        continue;
      std::string Key = keyOf(E);
      auto [It, New] =
          Known.try_emplace(Key + "\n" + std::to_string(E.Message.FileOffset), Result.size());
      if (New) {
        if (Rejected.contains(described(E))) {
          Known.erase(It);
          continue;
        }
        Result.push_back({&E, std::move(Key), {}, {}});
        for (const auto &Entry : *Fix)
          Result.back().Files.push_back(realName(Entry.first()));
      }
      Result[It->second].Units.insert(Unit);
    }
  return Result;
}

std::string FixRun::described(const ClangTidyError &E) {
  // The place is that of the text that the finding is about.
  std::string File = realName(E.Message.FilePath);
  unsigned Line = 1;
  if (auto Text = Files.text(File))
    Line += llvm::count(Text->take_front(E.Message.FileOffset), '\n');
  else
    llvm::consumeError(Text.takeError());
  return (E.Message.FilePath + ":" + llvm::Twine(Line) + ": " + E.Message.Message + " [" +
          E.DiagnosticName + "]")
      .str();
}

void FixRun::reject(const Candidate &C, llvm::StringRef Reason) {
  std::string Which = described(*C.Finding);
  if (Rejected.insert(Which).second)
    Said.push_back(("fix left out: " + Reason + ": " + Which).str());
}

std::string FixRun::compare(size_t Unit, const Outcome &After, const Candidates &New) const {
  if (!After.Result)
    return "cotidy " + After.Trouble + " on the fixed code";
  auto Newer = Latest.find(Unit);
  const UnitResult &Before = Newer == Latest.end() ? Units.at(Unit) : Newer->second;
  const UnitResult &Now = *After.Result;
  auto Errors = [](const UnitResult &R) { return llvm::count_if(R.Findings, isError); };
  if ((Before.Compiles && !Now.Compiles) || Errors(Now) > Errors(Before)) {
    auto First = llvm::find_if(Now.Findings, isError);
    return "the fixed code does not compile" +
           (First == Now.Findings.end() ? std::string() : " (" + First->Message.Message + ")");
  }
  llvm::StringMap<int> Expected = countKeys(Before.Findings);
  std::set<std::string> Fixed;
  for (const Candidate *C : New)
    if (C->Units.contains(Unit)) {
      --Expected[C->Key];
      Fixed.insert(C->Key);
    }
  for (const auto &Entry : countKeys(Now.Findings)) {
    auto It = Expected.find(Entry.first());
    if (Entry.second <= (It == Expected.end() ? 0 : It->second))
      continue;
    if (Fixed.contains(Entry.first().str()))
      return "it does not silence its finding";
    return ("it brings a new finding (" + Entry.first().rsplit('\n').second + " [" +
            Entry.first().split('\n').first + "])")
        .str();
  }
  return "";
}

std::map<size_t, std::string> FixRun::tryOut(const Candidates &Accepted, const Candidates &New) {
  std::map<size_t, std::string> Suffers;
  Fixes All(WithNotes);
  for (const Candidates *Some : {&Accepted, &New})
    for (const Candidate *C : *Some)
      All.add(*C->Finding);
  Texts Over = Base;
  std::set<std::string> Touched;
  for (const Candidate *C : New)
    Touched.insert(C->Files.begin(), C->Files.end());
  for (const std::string &File : All.files()) {
    // An edit that is not within its file was made for another text.
    auto Of = [&]() -> llvm::Expected<std::string> {
      auto Known = Base.find(File);
      auto Text =
          Known != Base.end() ? llvm::Expected<llvm::StringRef>(Known->second) : Files.text(File);
      return Text ? All.fixed(File, *Text, S) : Text.takeError();
    }();
    if (!Of) {
      std::string Reason = llvm::toString(Of.takeError());
      for (const Candidate *C : New)
        if (llvm::is_contained(C->Files, File))
          for (size_t Unit : C->Units)
            Suffers[Unit] = Reason;
      continue;
    }
    Over[File] = std::move(*Of);
  }
  if (!Suffers.empty())
    return Suffers;

  if (Verify) {
    std::vector<size_t> Again;
    for (const auto &[Unit, Found] : Units)
      if (llvm::any_of(Found.Files,
                       [&](const SourceFile &F) { return Touched.contains(realName(F.Path)); }))
        Again.push_back(Unit);
    std::map<size_t, UnitResult> After;
    Lint(Again, Over, [&](size_t Unit, Outcome Result) {
      std::string Reason = compare(Unit, Result, New);
      if (!Reason.empty())
        Suffers[Unit] = std::move(Reason);
      else
        After[Unit] = std::move(*Result.Result);
    });
    if (!Suffers.empty())
      return Suffers;
    for (auto &[Unit, Result] : After)
      Latest[Unit] = std::move(Result);
  }
  Proven = std::move(Over);
  return Suffers;
}

void FixRun::settle(const Candidates &Some, Candidates &Accepted) {
  if (Some.empty())
    return;
  std::map<size_t, std::string> Suffers = tryOut(Accepted, Some);
  if (Suffers.empty()) {
    Accepted.insert(Accepted.end(), Some.begin(), Some.end());
    return;
  }
  if (Some.size() == 1) {
    reject(*Some.front(), Suffers.begin()->second);
    return;
  }
  // Those that no suffering unit has anything to do with are good, most likely.
  std::set<std::string> Suspect;
  for (const auto &[Unit, Reason] : Suffers)
    for (const SourceFile &File : Units.at(Unit).Files)
      Suspect.insert(realName(File.Path));
  Candidates Parts[2];
  for (const Candidate *C : Some)
    Parts[llvm::any_of(C->Files, [&](const std::string &F) { return Suspect.contains(F); })]
        .push_back(C);
  if (Parts[0].empty()) {
    Parts[0].assign(Parts[1].begin(), Parts[1].begin() + Parts[1].size() / 2);
    Parts[1].erase(Parts[1].begin(), Parts[1].begin() + Parts[1].size() / 2);
  }
  for (const Candidates &Part : Parts)
    settle(Part, Accepted);
}

bool FixRun::run(bool Quiet) {
  std::vector<std::string> Overlapping;
  // Each round fixes something, so that the findings run out.
  for (bool More = true; More;) {
    std::vector<Candidate> All = candidates();
    Fixes Fitting(WithNotes);
    Candidates Some, Accepted;
    Overlapping.clear();
    for (const Candidate &C : All)
      if (Fitting.add(*C.Finding) == Fixes::Added::Taken)
        Some.push_back(&C);
      else
        Overlapping.push_back(described(*C.Finding));
    Base = Files.laid();
    Proven = Base;
    Latest.clear();
    settle(Some, Accepted);
    Applied += static_cast<unsigned>(Accepted.size());
    Files.lay(Proven);
    for (auto &[Unit, Result] : Latest)
      Units.insert_or_assign(Unit, std::move(Result));
    More = Verify && !Overlapping.empty() && !Accepted.empty();
  }

  bool Good = true;
  unsigned Written = Files.write(Good);
  for (const std::string &Each : Overlapping)
    warn("fix not applied, it overlaps another one: " + Each + "; run once more");
  for (const std::string &Each : Said)
    warn(Each);
  if (!Quiet)
    llvm::errs() << "Applied " << (Good ? Applied : 0) << (Applied == 1 ? " fix to " : " fixes to ")
                 << Written << (Written == 1 ? " file.\n" : " files.\n");
  return Good;
}

} // namespace cotidy::driver
