// SPDX-License-Identifier: Apache-2.0
// What a run has found, as a file: the runs of several machines are put together from such.
#include "SavedRun.h"
#include "Files.h"
#include "Wire.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include <map>
#include <set>

namespace cotidy::driver {
namespace {

/// To be changed with the form of what follows.
constexpr llvm::StringLiteral Magic = "cotidy run 1\n";

void put(std::string &Into, llvm::StringRef Text) {
  Into += std::to_string(Text.size()) + ":";
  Into += Text;
}

std::optional<llvm::StringRef> take(llvm::StringRef &From) {
  size_t Size;
  if (From.consumeInteger(10, Size) || !From.consume_front(":") || From.size() < Size)
    return std::nullopt;
  llvm::StringRef Result = From.take_front(Size);
  From = From.drop_front(Size);
  return Result;
}

template <typename NumberT> bool takeNumber(llvm::StringRef &From, NumberT &Into) {
  std::optional<llvm::StringRef> Text = take(From);
  return Text && !Text->getAsInteger(10, Into);
}

std::string checksum(llvm::StringRef Payload) {
  return llvm::toHex(llvm::BLAKE3::hash<16>(llvm::arrayRefFromStringRef(Payload)), true);
}

std::optional<SavedRun> decodeRun(llvm::StringRef Text) {
  SavedRun Result;
  if (!Text.consume_front(Magic))
    return std::nullopt;
  auto [Sum, In] = Text.split('\n');
  size_t Whole = 0, Count = 0;
  if (Sum != checksum(In) || !takeNumber(In, Result.Part.Index) ||
      !takeNumber(In, Result.Part.Of) || !takeNumber(In, Whole) ||
      !takeNumber(In, Result.Missing) || !takeNumber(In, Count))
    return std::nullopt;
  Result.Whole = Whole;
  for (; Count; --Count) {
    auto File = take(In), Trouble = take(In), Bytes = take(In);
    if (!File || !Trouble || !Bytes)
      return std::nullopt;
    Outcome Of{std::nullopt, Trouble->str()};
    if (!Bytes->empty() && !(Of.Result = decode(*Bytes)))
      return std::nullopt;
    Result.Units.emplace_back(File->str(), std::move(Of));
  }
  return Result;
}

} // namespace

std::string encode(const SavedRun &Run) {
  std::string Out;
  for (size_t Number : {size_t(Run.Part.Index), size_t(Run.Part.Of), size_t(Run.Whole), Run.Missing,
                        Run.Units.size()})
    put(Out, std::to_string(Number));
  for (const auto &[File, Of] : Run.Units) {
    put(Out, File);
    put(Out, Of.Trouble);
    put(Out, Of.Result ? encode(*Of.Result) : "");
  }
  return (Magic + checksum(Out) + "\n" + Out).str();
}

std::optional<Inputs> readRuns(llvm::ArrayRef<std::string> Files, std::vector<Outcome> &Outcomes) {
  Inputs Result;
  Result.WholeDatabase = true;
  std::map<std::string, Outcome> Units; // In the order of their names, as in one run.
  std::set<std::pair<unsigned, unsigned>> Parts;
  unsigned Of = 0;
  for (const std::string &File : Files) {
    auto Text = readWhole(File);
    if (!Text) {
      error("--merge " + File + ": " + llvm::toString(Text.takeError()));
      return std::nullopt;
    }
    std::optional<SavedRun> Run = decodeRun(*Text);
    if (!Run) {
      error("--merge " + File + ": not written by --save-results of this version, or damaged");
      return std::nullopt;
    }
    if (Of && Run->Part.Of != Of) {
      error("--merge " + File + ": is one of " + llvm::Twine(Run->Part.Of) +
            " parts, the others are of " + llvm::Twine(Of));
      return std::nullopt;
    }
    Of = Run->Part.Of;
    Parts.insert({Run->Part.Index, Of});
    Result.WholeDatabase &= Run->Whole;
    Result.Missing += Run->Missing;
    for (auto &[Unit, Outcome] : Run->Units)
      Units.try_emplace(std::move(Unit), std::move(Outcome));
  }
  for (unsigned Index = 1; Index <= Of; ++Index)
    if (!Parts.contains({Index, Of})) {
      error("--merge: part " + llvm::Twine(Index) + " of " + llvm::Twine(Of) + " is missing");
      ++Result.Missing;
    }
  for (auto &[Unit, Outcome] : Units) {
    Result.Files.push_back(Unit);
    Outcomes.push_back(std::move(Outcome));
  }
  return Result;
}

} // namespace cotidy::driver
