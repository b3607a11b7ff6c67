// SPDX-License-Identifier: Apache-2.0
// The compiler's command lines, and the parts that are linked to a program under test.
#include "Build.h"
#include "Fixes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::validate {
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using clang::tooling::CompilationDatabase;
using driver::error;

static std::string joined(llvm::StringRef A, llvm::StringRef B, llvm::StringRef C = "") {
  llvm::SmallString<256> Result(A);
  path::append(Result, B, C);
  path::remove_dots(Result, true);
  return Result.str().str();
}

/// The database in the program's folder, in `build` there, or above, if it lists the program.
static std::unique_ptr<CompilationDatabase> detect(llvm::StringRef Program) {
  std::string Ignored;
  for (llvm::StringRef At = path::parent_path(Program); !At.empty(); At = path::parent_path(At))
    for (llvm::StringRef Sub : {"", "build"})
      if (auto Found = CompilationDatabase::loadFromDirectory(joined(At, Sub), Ignored))
        // It has commands for any file, most of them guessed.
        for (const std::string &File : Found->getAllFiles())
          if (File == Program)
            return Found;
  return nullptr;
}

bool Builder::findParts() {
  const std::string Own =
      fs::getMainExecutable("cotidy-validate", reinterpret_cast<void *>(&detect));
  const std::string Prefix = path::parent_path(path::parent_path(Own)).str();
  for (llvm::StringRef Lib : {"lib", "lib64", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"}) {
    if (!Support.empty())
      break;
    if (fs::exists(joined(Prefix, Lib, "libcotidy-validate.a"))) {
      Support = joined(Prefix, Lib, "libcotidy-validate.a");
      Runtime = joined(Prefix, Lib, "libcotidy-runtime.a");
    }
  }
  if (Support.empty() || !fs::exists(Runtime)) {
    error("libcotidy-validate.a and libcotidy-runtime.a are missing in " + joined(Prefix, "lib") +
          ": build or install them, too");
    return false;
  }
  Includes = joined(Prefix, "include");
  if (!fs::exists(joined(Includes, "cotidy/runtime/run.hpp")))
    Includes = COTIDY_RUNTIME_INCLUDE;
  return true;
}

bool Builder::findFlags() {
  std::string Wrong;
  if (Opts.Lint.Flags) {
    Database = std::move(Opts.Lint.Flags);
  } else if (!Opts.Lint.BuildPath.empty()) {
    Database = CompilationDatabase::loadFromDirectory(Opts.Lint.BuildPath, Wrong);
    if (!Database) {
      error("-p " + Opts.Lint.BuildPath + ": no usable compile_commands.json there");
      return false;
    }
  } else {
    Database = detect(Opts.Program);
  }
  std::vector<clang::tooling::CompileCommand> Commands;
  if (Database)
    Commands = Database->getCompileCommands(Opts.Program);
  std::string Directory = path::parent_path(Opts.Program).str();
  if (!Commands.empty()) {
    const clang::tooling::CompileCommand &Command = Commands.front();
    if (!Command.Directory.empty() && Command.Directory != ".")
      Directory = Command.Directory;
    const std::vector<std::string> &Line = Command.CommandLine;
    // A launcher may stand in front; a compiler that is not clang has no overlays.
    size_t First = 1;
    for (size_t I = 0; I < Line.size() && I < 2; ++I)
      if (llvm::StringRef Name = path::filename(Line[I]);
          Name.contains("clang++") || Name == "c++" || Name.starts_with("g++")) {
        Compiler = Name.contains("clang++") ? Line[I] : "";
        First = I + 1;
      }
    for (size_t I = First; I < Line.size(); ++I) {
      llvm::StringRef Arg = Line[I];
      if (Arg == "-o" || Arg == "-MF" || Arg == "-MT" || Arg == "-MQ") {
        ++I;
        continue;
      }
      // Sanitizers watch memory in a way of their own, which the support library's is no match for.
      if (Arg == "-c" || Arg == "-MD" || Arg == "-MMD" || Arg == "-fsyntax-only" || Arg == "--" ||
          Arg.starts_with("-fsanitize") || Arg == Command.Filename ||
          driver::realName(Arg) == Opts.Program)
        continue;
      Flags.push_back(Arg.str());
    }
  }
  if (Flags.empty() ||
      llvm::none_of(Flags, [](llvm::StringRef F) { return F.starts_with("-std="); }))
    Flags.push_back("-std=c++20");
  Flags.push_back("-working-directory=" + Directory);
  Flags.push_back("-I" + Includes);
  Flags.push_back("-w");
  // The checks see what the compiler sees.
  std::vector<std::string> ForLint(Flags);
  Database = std::make_unique<clang::tooling::FixedCompilationDatabase>(Directory, ForLint);
  if (Compiler.empty() || !llvm::sys::findProgramByName(Compiler)) {
    Compiler = COTIDY_COMPILER;
    for (llvm::StringRef Name : {"clang++-22", "clang++"})
      if (!fs::can_execute(Compiler))
        if (auto Found = llvm::sys::findProgramByName(Name))
          Compiler = *Found;
  } else {
    Compiler = *llvm::sys::findProgramByName(Compiler);
  }
  if (!fs::can_execute(Compiler)) {
    error("no clang++ to build the program with");
    return false;
  }
  return true;
}

std::unique_ptr<Builder> Builder::make(Options &Opts) {
  Opts.Program = driver::realName(Opts.Program);
  std::unique_ptr<Builder> Result(new Builder(Opts));
  if (!Result->findParts() || !Result->findFlags())
    return nullptr;
  if (std::error_code Wrong = fs::createUniqueDirectory("cotidy-validate", Result->Folder)) {
    error("no temporary folder: " + Wrong.message());
    return nullptr;
  }
  return Result;
}

Builder::~Builder() {
  if (!Folder.empty())
    fs::remove_directories(Folder);
}

Builder::Built Builder::build(const std::string &Name, const Texts &Over) const {
  const std::string Base = joined(Folder, Name);
  auto Write = [](const std::string &File, llvm::StringRef Text) {
    std::error_code Wrong;
    llvm::raw_fd_ostream Out(File, Wrong);
    Out << Text;
  };
  // The compiler reads the fixed texts where the old ones lie, so that includes mean the same.
  llvm::json::Array Roots;
  unsigned Number = 0;
  for (const auto &[File, Text] : Over) {
    const std::string Copy = Base + "." + std::to_string(Number++) + ".txt";
    Write(Copy, Text);
    Roots.push_back(
        llvm::json::Object{{"type", "file"}, {"name", File}, {"external-contents", Copy}});
  }
  const std::string Overlay = Base + ".yaml", Log = Base + ".log";
  std::string Json;
  llvm::raw_string_ostream(Json) << llvm::json::Value(llvm::json::Object{
      {"version", 0}, {"use-external-names", false}, {"roots", std::move(Roots)}});
  Write(Overlay, Json);

  Built Result;
  Result.Program = Base + ".out";
  std::vector<std::string> Line{Compiler};
  Line.insert(Line.end(), Flags.begin(), Flags.end());
  for (llvm::StringRef Arg : {"-ivfsoverlay", Overlay.c_str(), Opts.Program.c_str(), "-o",
                              Result.Program.c_str(), "-pthread", "-Wl,--wrap=main",
                              "-Wl,--whole-archive", Support.c_str(), "-Wl,--no-whole-archive"})
    Line.push_back(Arg.str());
  Line.push_back(Runtime);
  Line.insert(Line.end(), Opts.LinkArgs.begin(), Opts.LinkArgs.end());
  if (llvm::sys::findProgramByName("ld.lld") || llvm::sys::findProgramByName("ld.lld-22"))
    Line.push_back("-fuse-ld=lld");
  std::vector<llvm::StringRef> Args(Line.begin(), Line.end());
  const std::optional<llvm::StringRef> Redirects[] = {"", llvm::StringRef(Log),
                                                      llvm::StringRef(Log)};
  std::string Trouble;
  const int Code =
      llvm::sys::ExecuteAndWait(Compiler, Args, std::nullopt, Redirects, 0, 0, &Trouble);
  if (Code == 0)
    return Result;
  Result.Program.clear();
  if (auto Text = llvm::MemoryBuffer::getFile(Log))
    Result.Messages = (*Text)->getBuffer().str();
  Result.Messages += Trouble;
  return Result;
}

} // namespace cotidy::validate
