// SPDX-License-Identifier: Apache-2.0
// What a run has found, ordered by place and with fingerprints: what every format is written from.
#include "Results.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

namespace cotidy::driver {
using clang::tidy::ClangTidyError;

bool isFinding(const ClangTidyError &E) {
  return E.DiagLevel == ClangTidyError::Warning && E.DiagnosticName != "clang-tidy-config";
}

static std::string normalised(llvm::StringRef Line) {
  llvm::SmallVector<llvm::StringRef, 16> Words;
  llvm::SplitString(Line, Words, " \t\r\v\f");
  return llvm::join(Words, " ");
}

std::string identityOf(const ClangTidyError &E, Places &Where) {
  return E.DiagnosticName + "\n" + Where.relative(E.Message.FilePath) + "\n" +
         normalised(Where.line(E.Message.FilePath, E.Message.FileOffset));
}

static std::string fingerprint(llvm::StringRef Identity, unsigned Ordinal) {
  llvm::BLAKE3 Hash;
  Hash.update(Identity);
  Hash.update("\n" + std::to_string(Ordinal));
  return llvm::toHex(Hash.final<16>(), /*LowerCase=*/true);
}

/// The end of the source range that the finding begins, if it names one.
static Position endOf(const clang::tooling::DiagnosticMessage &M, Places &Where) {
  for (const clang::tooling::FileByteRange &Range : M.Ranges)
    if (Range.FilePath == M.FilePath && Range.FileOffset <= M.FileOffset &&
        M.FileOffset < Range.FileOffset + Range.Length)
      return Where.at(M.FilePath, Range.FileOffset + Range.Length);
  return {};
}

Results makeResults(llvm::ArrayRef<const ClangTidyError *> All, std::vector<UnitState> Units,
                    bool Complete, Places &Where) {
  Results Result;
  Result.Units = std::move(Units);
  Result.Complete = Complete;
  for (const ClangTidyError *E : All) {
    Found F{E, {}, {}, {}, {}};
    if (!E->Message.FilePath.empty()) {
      F.Path = Where.relative(E->Message.FilePath);
      F.Begin = Where.at(E->Message.FilePath, E->Message.FileOffset);
      F.End = endOf(E->Message, Where);
    }
    (isFinding(*E) ? Result.Findings : Result.Problems).push_back(std::move(F));
  }
  llvm::StringMap<unsigned> Ordinals;
  for (std::vector<Found> *Some : {&Result.Findings, &Result.Problems}) {
    llvm::sort(*Some, [](const Found &A, const Found &B) {
      auto Key = [](const Found &F) {
        return std::tie(F.Path, F.Error->Message.FileOffset, F.Error->DiagnosticName,
                        F.Error->Message.Message);
      };
      return Key(A) < Key(B);
    });
    for (Found &F : *Some) {
      std::string Identity = identityOf(*F.Error, Where);
      F.Fingerprint = fingerprint(Identity, Ordinals[Identity]++);
    }
  }
  return Result;
}

} // namespace cotidy::driver
