// SPDX-License-Identifier: Apache-2.0
// Which units a run lints, and the commands that compile them.
#include "Inputs.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace cotidy::driver {
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using clang::tooling::CompilationDatabase;

static std::string absolute(llvm::StringRef Path) {
  llvm::SmallString<256> Result(Path);
  fs::make_absolute(Result);
  path::remove_dots(Result, /*remove_dot_dot=*/true);
  return Result.str().str();
}

/// Looks in \p Start, its `build`, and so on upwards, as clangd does.
static std::unique_ptr<CompilationDatabase> detect(llvm::StringRef Start) {
  std::string Ignored;
  for (llvm::StringRef Folder = Start; !Folder.empty(); Folder = path::parent_path(Folder))
    for (llvm::StringRef Sub : {"", "build"}) {
      llvm::SmallString<256> Candidate(Folder);
      path::append(Candidate, Sub);
      if (auto Found = CompilationDatabase::loadFromDirectory(Candidate, Ignored))
        return Found;
    }
  return nullptr;
}

static std::unique_ptr<CompilationDatabase> findDatabase(Options &Opts) {
  if (Opts.Flags)
    return std::move(Opts.Flags);
  if (!Opts.BuildPath.empty()) {
    std::string Wrong;
    // Only there: the database of another build must not be used for a misspelled name.
    auto Result = CompilationDatabase::loadFromDirectory(Opts.BuildPath, Wrong);
    if (!Result)
      error("-p " + Opts.BuildPath +
            ": no usable compile_commands.json there: configure with "
            "`cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON`, or give the flags after `--`");
    return Result;
  }
  std::string Start = absolute(Opts.Paths.empty() ? "." : Opts.Paths.front());
  bool IsFile = !Opts.Paths.empty() && !fs::is_directory(Start);
  auto Result = detect(IsFile ? path::parent_path(Start) : llvm::StringRef(Start));
  if (!Result)
    error("no compile_commands.json in the folder of `" + Start +
          "`, in `build` beside it, or above: configure with "
          "`cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON` and say `-p BUILD-FOLDER`, or give the "
          "flags after `--`");
  return Result;
}

std::optional<Inputs> findInputs(Options &Opts) {
  Inputs Result;
  Result.Database = findDatabase(Opts);
  if (!Result.Database)
    return std::nullopt;

  llvm::StringSet<> Seen;
  auto Add = [&](std::string File) {
    if (!Seen.insert(File).second)
      return;
    if (std::error_code Wrong = fs::access(File, fs::AccessMode::Exist)) {
      error(File + ": " + Wrong.message());
      ++Result.Missing;
      return;
    }
    Result.Files.push_back(std::move(File));
  };
  // A database lists its files in the order of a hash table.
  auto All = [&, Sorted = std::vector<std::string>()]() mutable -> llvm::ArrayRef<std::string> {
    if (Sorted.empty()) {
      for (const std::string &File : Result.Database->getAllFiles())
        Sorted.push_back(absolute(File));
      llvm::sort(Sorted);
    }
    return Sorted;
  };
  for (const std::string &Given : Opts.Paths) {
    std::string File = absolute(Given);
    if (!fs::is_directory(File)) {
      Add(std::move(File));
      continue;
    }
    if (!llvm::StringRef(File).ends_with("/"))
      File += '/';
    size_t Before = Result.Files.size() + Result.Missing;
    for (const std::string &Listed : All())
      if (llvm::StringRef(Listed).starts_with(File))
        Add(Listed);
    if (Result.Files.size() + Result.Missing == Before) {
      error(File + ": the compilation database has no file in this folder");
      return std::nullopt;
    }
  }
  Result.WholeDatabase = Opts.Paths.empty();
  if (Opts.Paths.empty())
    for (const std::string &Listed : All())
      Add(Listed);
  if (Result.Files.empty() && Result.Missing)
    return std::nullopt;
  if (Opts.Part.Of > 1) {
    std::vector<std::string> Mine;
    // Neighbours are alike in size, so that they go to different parts.
    for (size_t I = Opts.Part.Index - 1; I < Result.Files.size(); I += Opts.Part.Of)
      Mine.push_back(Result.Files[I]);
    if (Opts.Part.Index > 1)
      Result.Missing = 0; // The first part tells of them.
    Result.Files = std::move(Mine);
    return Result;
  }
  if (Result.Files.empty()) {
    error("the compilation database lists no file: nothing to lint");
    return std::nullopt;
  }
  return Result;
}

} // namespace cotidy::driver
