// SPDX-License-Identifier: Apache-2.0
// The result of a unit as bytes, for the pipe between a worker and the driver.
//
// Not JSON: the text of a finding or a fix need not be UTF-8.
#include "Wire.h"
#include "llvm/Support/Endian.h"

namespace cotidy::driver {
namespace {
using clang::tidy::ClangTidyError;
using clang::tooling::DiagnosticMessage;
using clang::tooling::FileByteRange;
using clang::tooling::Replacement;
using clang::tooling::Replacements;

class Writer {
public:
  void put(uint32_t Number) {
    char Bytes[4];
    llvm::support::endian::write32le(Bytes, Number);
    Out.append(Bytes, 4);
  }
  void put(llvm::StringRef Text) {
    put(static_cast<uint32_t>(Text.size()));
    Out.append(Text.begin(), Text.end());
  }
  void put(const SourceFile &File) {
    put(llvm::StringRef(File.Path));
    put(static_cast<uint32_t>(File.Hash >> 32));
    put(static_cast<uint32_t>(File.Hash));
  }
  void put(const FileByteRange &Range) {
    put(Range.FilePath);
    put(Range.FileOffset);
    put(Range.Length);
  }
  void put(const Replacement &R) {
    put(R.getFilePath());
    put(R.getOffset());
    put(R.getLength());
    put(R.getReplacementText());
  }
  void put(const DiagnosticMessage &M) {
    put(M.Message);
    put(M.FilePath);
    put(M.FileOffset);
    put(static_cast<uint32_t>(M.Fix.size()));
    for (const auto &[File, Fix] : M.Fix) {
      put(File);
      putAll(Fix);
    }
    putAll(M.Ranges);
  }
  void put(const ClangTidyError &E) {
    put(E.DiagnosticName);
    put(static_cast<uint32_t>(E.DiagLevel));
    put(E.BuildDirectory);
    put(static_cast<uint32_t>(E.IsWarningAsError));
    put(static_cast<const DiagnosticMessage &>(E.Message));
    putAll(E.Notes);
    putAll(E.EnabledDiagnosticAliases);
  }
  template <typename RangeT> void putAll(const RangeT &Range) {
    put(static_cast<uint32_t>(std::distance(Range.begin(), Range.end())));
    for (const auto &Each : Range)
      put(Each);
  }

  std::string Out;
};

/// Every read of bytes that are not there makes the whole result bad.
class Reader {
public:
  explicit Reader(llvm::StringRef In) : In(In) {}

  uint32_t number() {
    if (In.size() < 4) {
      Bad = true;
      return 0;
    }
    uint32_t Result = llvm::support::endian::read32le(In.data());
    In = In.drop_front(4);
    return Result;
  }
  std::string text() {
    uint32_t Size = number();
    if (Bad || In.size() < Size) {
      Bad = true;
      return "";
    }
    std::string Result = In.take_front(Size).str();
    In = In.drop_front(Size);
    return Result;
  }
  template <typename FunctionT> void times(FunctionT Each) {
    for (uint32_t Left = number(); Left && !Bad; --Left)
      Each();
  }
  DiagnosticMessage message() {
    DiagnosticMessage Result;
    Result.Message = text();
    Result.FilePath = text();
    Result.FileOffset = number();
    times([&] {
      Replacements &Fix = Result.Fix[text()];
      times([&] {
        std::string File = text();
        uint32_t Offset = number(), Length = number();
        if (llvm::Error Wrong = Fix.add(Replacement(File, Offset, Length, text()))) {
          llvm::consumeError(std::move(Wrong));
          Bad = true;
        }
      });
    });
    times([&] {
      FileByteRange Range;
      Range.FilePath = text();
      Range.FileOffset = number();
      Range.Length = number();
      Result.Ranges.push_back(std::move(Range));
    });
    return Result;
  }
  ClangTidyError::Level level() {
    uint32_t Number = number();
    for (auto Known : {ClangTidyError::Warning, ClangTidyError::Error, ClangTidyError::Remark})
      if (Number == static_cast<uint32_t>(Known))
        return Known;
    Bad = true;
    return ClangTidyError::Error;
  }
  ClangTidyError finding() {
    std::string Name = text();
    ClangTidyError::Level Level = level();
    std::string BuildDirectory = text();
    ClangTidyError Result(Name, Level, BuildDirectory, number() != 0);
    Result.Message = message();
    times([&] { Result.Notes.push_back(message()); });
    times([&] { Result.EnabledDiagnosticAliases.push_back(text()); });
    return Result;
  }

  bool wholeAndGood() const { return !Bad && In.empty(); }

private:
  llvm::StringRef In;
  bool Bad = false;
};

} // namespace

std::string encode(const UnitResult &Result) {
  Writer W;
  W.put(static_cast<uint32_t>(Result.Compiles));
  W.put(llvm::StringRef(Result.Text));
  W.putAll(Result.Findings);
  W.putAll(Result.Files);
  return std::move(W.Out);
}

std::optional<UnitResult> decode(llvm::StringRef Bytes) {
  Reader R(Bytes);
  UnitResult Result;
  Result.Compiles = R.number() != 0;
  Result.Text = R.text();
  R.times([&] { Result.Findings.push_back(R.finding()); });
  R.times([&] {
    SourceFile File{R.text()};
    File.Hash = static_cast<uint64_t>(R.number()) << 32;
    File.Hash |= R.number();
    Result.Files.push_back(std::move(File));
  });
  if (!R.wholeAndGood())
    return std::nullopt;
  return Result;
}

} // namespace cotidy::driver
