// SPDX-License-Identifier: Apache-2.0
// Which checks run on a file, and how: the command line and .clang-tidy put together.
#include "Settings.h"
#include "CotidyModule.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/SourceMgr.h"

namespace cotidy::driver {
namespace {
using clang::tidy::ClangTidyOptions;
using clang::tidy::ClangTidyOptionsProvider;

std::string defaultChecks() {
  std::string Result = "-*";
  for (const CheckRow &Row : checkRows())
    if (Row.Default == CheckRow::On)
      (Result += ',') += Row.Name;
  return Result;
}

/// Says what --checks or --warnings-as-errors names that does not exist.
bool checkGlobs(llvm::StringRef Option, llvm::StringRef Globs) {
  llvm::SmallVector<llvm::StringRef> Parts;
  Globs.split(Parts, ',');
  for (llvm::StringRef Part : Parts) {
    llvm::StringRef Name = Part.trim();
    bool Removes = Name.consume_front("-");
    // Other tools' checks may be taken away: the same list then serves stock clang-tidy.
    if (Name.empty() || (Removes && !Name.starts_with("coro-")))
      continue;
    clang::tidy::GlobList Glob(Name);
    if (llvm::any_of(checkRows(), [&](const CheckRow &Row) { return Glob.contains(Row.Name); }))
      continue;
    const CheckRow *Nearest = nullptr;
    unsigned Distance = 6;
    for (const CheckRow &Row : checkRows())
      for (llvm::StringRef Spelling : {Row.Name, Row.Name.drop_front(5)})
        if (unsigned D = Name.edit_distance(Spelling, true, Distance); D < Distance) {
          Distance = D;
          Nearest = &Row;
        }
    error(Option + ": there is no check `" + Name + "`" +
          (Nearest ? "; did you mean `" + Nearest->Name.str() + "`?" : std::string()) +
          " (`cotidy --list-checks --checks='*'` lists them all)");
    return false;
  }
  return true;
}

std::optional<ClangTidyOptions> parseConfig(llvm::StringRef Name, llvm::StringRef Text) {
  bool Said = false;
  auto Say = [&](const llvm::SMDiagnostic &D) {
    if (!std::exchange(Said, true))
      error(Name + ":" + llvm::Twine(D.getLineNo()) + ":" + llvm::Twine(D.getColumnNo() + 1) +
            ": " + D.getMessage());
  };
  llvm::ErrorOr<ClangTidyOptions> Parsed =
      clang::tidy::parseConfigurationWithDiags(llvm::MemoryBufferRef(Text, Name), Say);
  if (Parsed)
    return *Parsed;
  if (!Said)
    error(Name + ": not a clang-tidy configuration: " + Parsed.getError().message());
  return std::nullopt;
}

/// A stock provider that reads .clang-tidy with a function of ours.
template <typename StockT> class Reading : public StockT {
public:
  template <typename FunctionT, typename... ArgTs>
  explicit Reading(FunctionT Read, ArgTs &&...Args) : StockT(std::forward<ArgTs>(Args)...) {
    // The constructor that takes the readers forgets the file system.
    this->ConfigHandlers.assign(1, {".clang-tidy", std::move(Read)});
  }
};

class Lent : public ClangTidyOptionsProvider {
public:
  explicit Lent(ClangTidyOptionsProvider &From) : From(From) {}
  const clang::tidy::ClangTidyGlobalOptions &getGlobalOptions() override {
    return From.getGlobalOptions();
  }
  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override {
    return From.getRawOptions(File);
  }

private:
  ClangTidyOptionsProvider &From;
};

} // namespace

const clang::tidy::ClangTidyGlobalOptions &Settings::getGlobalOptions() {
  return Stock->getGlobalOptions();
}

std::vector<ClangTidyOptionsProvider::OptionsSource> Settings::getRawOptions(llvm::StringRef File) {
  std::vector<OptionsSource> Sources = Stock->getRawOptions(File);
  auto IsFile = [](const OptionsSource &S) {
    return S.second != OptionsSourceTypeDefaultBinary &&
           S.second != OptionsSourceTypeCheckCommandLineOption && S.first.Checks;
  };
  if (llvm::none_of(Sources, [&](const OptionsSource &S) {
        return IsFile(S) && llvm::StringRef(*S.first.Checks).contains("coro-");
      }))
    for (OptionsSource &S : Sources)
      if (IsFile(S))
        S.first.Checks.reset();
  return Sources;
}

std::unique_ptr<ClangTidyOptionsProvider> Settings::lend() { return std::make_unique<Lent>(*this); }

llvm::ErrorOr<ClangTidyOptions> Settings::read(llvm::MemoryBufferRef File) {
  llvm::StringRef Name = File.getBufferIdentifier();
  // An empty result keeps the stock reader from saying it again for each file of the folder.
  if (Unreadable.contains(Name))
    return ClangTidyOptions();
  std::optional<ClangTidyOptions> Result = parseConfig(Name, File.getBuffer());
  if (!Result)
    Unreadable.insert(Name);
  return Result.value_or(ClangTidyOptions());
}

std::vector<std::string> enabledChecks(const ClangTidyOptions &Of) {
  std::vector<std::string> Result;
  clang::tidy::GlobList Glob(Of.Checks.value_or(""));
  for (const CheckRow &Row : checkRows())
    if (Glob.contains(Row.Name))
      Result.push_back(Row.Name.str());
  return Result;
}

std::unique_ptr<Settings> Settings::make(const Options &Opts) {
  if (Opts.Checks && !checkGlobs("--checks", *Opts.Checks))
    return nullptr;
  clang::tidy::ClangTidyGlobalOptions Global;
  if (std::error_code Wrong = clang::tidy::parseLineFilter(Opts.LineFilter, Global)) {
    error("--line-filter: " + Wrong.message() +
          "; write it like [{\"name\":\"a.cpp\",\"lines\":[[1,3]]}]");
    return nullptr;
  }

  ClangTidyOptions Default = ClangTidyOptions::getDefaults();
  Default.Checks = defaultChecks();
  Default.WarningsAsErrors = "";
  Default.HeaderFilterRegex = ".*";
  Default.SystemHeaders = false;
  Default.FormatStyle = "none";
  Default.User = llvm::sys::Process::GetEnv("USER");

  ClangTidyOptions Override;
  Override.Checks = Opts.Checks;
  Override.WarningsAsErrors = Opts.WarningsAsErrors;
  Override.HeaderFilterRegex = Opts.HeaderFilter;
  Override.ExcludeHeaderFilterRegex = Opts.ExcludeHeaderFilter;
  Override.FormatStyle = Opts.FormatStyle;
  Override.UseColor = Opts.UseColor;

  std::unique_ptr<Settings> Result(new Settings);
  auto Read = [S = Result.get()](llvm::MemoryBufferRef File) { return S->read(File); };
  if (Opts.Config || Opts.ConfigFile) {
    std::string Name = Opts.Config ? "--config" : *Opts.ConfigFile;
    std::unique_ptr<llvm::MemoryBuffer> File;
    if (Opts.ConfigFile) {
      auto Buffer = llvm::MemoryBuffer::getFile(*Opts.ConfigFile, /*IsText=*/true);
      if (!Buffer) {
        error(*Opts.ConfigFile + ": cannot read: " + Buffer.getError().message());
        return nullptr;
      }
      File = std::move(*Buffer);
    }
    std::optional<ClangTidyOptions> Config =
        parseConfig(Name, File ? File->getBuffer() : llvm::StringRef(*Opts.Config));
    if (!Config)
      return nullptr;
    Result->Stock = std::make_unique<Reading<clang::tidy::ConfigOptionsProvider>>(
        Read, std::move(Global), std::move(Default), std::move(*Config), std::move(Override));
  } else {
    Result->Stock = std::make_unique<Reading<clang::tidy::FileOptionsProvider>>(
        Read, std::move(Global), std::move(Default), std::move(Override));
  }
  return Result;
}

} // namespace cotidy::driver
