// SPDX-License-Identifier: Apache-2.0
// Lints one unit in this process.
#include "LintUnit.h"
#include "InputKey.h"
#include "analysis/Dump.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

namespace cotidy::driver {
namespace {
using namespace clang;
using tooling::CommandLineArguments;

/// Keeps the parser out of the bodies that no check looks at: those in system headers. Half of the
/// time of an ordinary unit goes into them.
class SkippingConsumer : public MultiplexConsumer {
public:
  SkippingConsumer(std::unique_ptr<ASTConsumer> Checks, const SourceManager &SM)
      : MultiplexConsumer(std::move(Checks)), SM(SM) {}
  bool shouldSkipFunctionBody(Decl *D) override { return SM.isInSystemHeader(D->getLocation()); }

private:
  const SourceManager &SM;
};

/// Writes the dump where the checks would look. Their consumer is there all the same: making it is
/// what gives the diagnostics of broken code a place to go.
class DumpingConsumer : public ASTConsumer {
public:
  DumpingConsumer(std::unique_ptr<ASTConsumer> Checks, std::string &Text)
      : Checks(std::move(Checks)), Text(Text) {}
  void HandleTranslationUnit(ASTContext &Context) override {
    llvm::raw_string_ostream Out(Text);
    dumpCoroutines(Context, Out);
  }

private:
  std::unique_ptr<ASTConsumer> Checks;
  std::string &Text;
};

class LintAction : public ASTFrontendAction {
public:
  LintAction(tidy::ClangTidyASTConsumerFactory &Checks, std::string *Dump,
             std::vector<SourceFile> *Files, InputKey *Key)
      : Checks(Checks), Dump(Dump), Files(Files), Key(Key) {}

  bool BeginSourceFileAction(CompilerInstance &Compiler) override {
    if (Key)
      Key->attach(Compiler);
    return true;
  }

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 StringRef File) override {
    std::unique_ptr<ASTConsumer> Inner = Checks.createASTConsumer(Compiler, File);
    if (Dump)
      Inner = std::make_unique<DumpingConsumer>(std::move(Inner), *Dump);
    return std::make_unique<SkippingConsumer>(std::move(Inner), Compiler.getSourceManager());
  }

  void ExecuteAction() override {
    // In a language without coroutines there is nothing to find.
    if (getCompilerInstance().getLangOpts().Coroutines)
      ASTFrontendAction::ExecuteAction();
  }

  void EndSourceFileAction() override {
    if (Files)
      *Files = filesRead(getCompilerInstance());
    if (Key)
      Key->end(getCompilerInstance(), [](FileEntryRef, StringRef Text) {
        return llvm::xxh3_128bits(llvm::arrayRefFromStringRef(Text));
      });
  }

private:
  static std::vector<SourceFile> filesRead(CompilerInstance &Compiler) {
    std::vector<SourceFile> Result;
    const SourceManager &SM = Compiler.getSourceManager();
    HeaderSearch &Headers = Compiler.getPreprocessor().getHeaderSearchInfo();
    for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It) {
      FileEntryRef File = It->first;
      const HeaderFileInfo *Info = Headers.getExistingFileInfo(File);
      std::optional<StringRef> Text = It->second->getBufferDataIfLoaded();
      if (!Text || (Info && Info->DirInfo != SrcMgr::C_User))
        continue;
      llvm::SmallString<256> Path(File.getName());
      Compiler.getFileManager().makeAbsolutePath(Path);
      Result.push_back({Path.str().str(), llvm::xxh3_64bits(*Text)});
    }
    return Result;
  }

  tidy::ClangTidyASTConsumerFactory &Checks;
  std::string *Dump;
  std::vector<SourceFile> *Files;
  InputKey *Key;
};

class LintActionFactory : public tooling::FrontendActionFactory {
public:
  LintActionFactory(tidy::ClangTidyASTConsumerFactory &Checks, bool SkipBodies, std::string *Dump,
                    std::vector<SourceFile> *Files, InputKey *Key)
      : Checks(Checks), SkipBodies(SkipBodies), Dump(Dump), Files(Files), Key(Key) {}

  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<LintAction>(Checks, Dump, Files, Key);
  }

  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> PCH,
                     DiagnosticConsumer *Consumer) override {
    if (Key)
      Key->begin(*Invocation);
    // As clang-tidy does: code may hide from analysis tools behind __clang_analyzer__.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    Invocation->getFrontendOpts().SkipFunctionBodies = SkipBodies;
    // Else it counts its warnings on stderr.
    Invocation->getDiagnosticOpts().ShowCarets = false;
    // The process ends after this unit.
    Invocation->getFrontendOpts().DisableFree = true;
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files, std::move(PCH),
                                                Consumer);
  }

private:
  tidy::ClangTidyASTConsumerFactory &Checks;
  bool SkipBodies;
  std::string *Dump;
  std::vector<SourceFile> *Files;
  InputKey *Key;
};

/// Where the compiler's own headers are: beside this program once it is installed into LLVM's
/// prefix, else where LLVM was when it was built.
std::string resourceDir() {
  llvm::SmallString<256> Own(
      llvm::sys::fs::getMainExecutable("cotidy", reinterpret_cast<void *>(&resourceDir)));
  llvm::sys::path::remove_filename(Own);
  llvm::sys::path::append(Own, "..", "lib", "clang", std::to_string(CLANG_VERSION_MAJOR));
  return llvm::sys::fs::is_directory(Own) ? Own.str().str() : COTIDY_RESOURCE_DIR;
}

/// Units spell one header in many ways, some relative to where they are built.
class Paths {
public:
  explicit Paths(StringRef BuildDirectory) : BuildDirectory(BuildDirectory) {}

  void normalise(tooling::DiagnosticMessage &M) const {
    M.FilePath = normal(M.FilePath);
    for (tooling::FileByteRange &Range : M.Ranges)
      Range.FilePath = normal(Range.FilePath);
    llvm::StringMap<tooling::Replacements> Fix;
    for (const auto &Entry : M.Fix)
      for (const tooling::Replacement &R : Entry.second) {
        std::string File = normal(R.getFilePath());
        // What did not overlap under one spelling does not under another.
        llvm::cantFail(Fix[File].add(
            tooling::Replacement(File, R.getOffset(), R.getLength(), R.getReplacementText())));
      }
    M.Fix = std::move(Fix);
  }

private:
  std::string normal(StringRef Path) const {
    if (Path.empty())
      return "";
    llvm::SmallString<256> Result(Path);
    llvm::sys::path::make_absolute(BuildDirectory, Result);
    llvm::sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
    return Result.str().str();
  }
  StringRef BuildDirectory;
};

} // namespace

tooling::ArgumentsAdjuster argumentsOf(const Options &Opts, const tidy::ClangTidyOptions &For) {
  return [&Opts, For](const CommandLineArguments &Command, StringRef) {
    CommandLineArguments Result = Command;
    auto Insert = [&Result](const std::vector<std::string> &Args, bool AtEnd) {
      // What stands after `--` is no flag.
      auto Place = AtEnd ? llvm::find(Result, "--") : Result.begin() + !Result.empty();
      Result.insert(Place, Args.begin(), Args.end());
    };
    if (For.ExtraArgsBefore)
      Insert(*For.ExtraArgsBefore, false);
    Insert(Opts.ExtraArgsBefore, false);
    if (For.ExtraArgs)
      Insert(*For.ExtraArgs, true);
    Insert(Opts.ExtraArgs, true);
    // The compiler's own warnings are not reported, so that it need not look for them.
    Insert({"-w"}, true);
    if (llvm::none_of(Result, [](StringRef Arg) { return Arg.starts_with("-resource-dir"); }))
      Insert({"-resource-dir=" + resourceDir()}, true);
    return Result;
  };
}

UnitResult lintSettings(Settings &S, const std::string &File) {
  tidy::ClangTidyContext Context(S.lend());
  tidy::ClangTidyDiagnosticConsumer Consumer(Context);
  auto DiagOpts = std::make_unique<DiagnosticOptions>();
  DiagnosticsEngine Diags(DiagnosticIDs::create(), *DiagOpts, &Consumer,
                          /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(DiagOpts), &Diags);
  Context.setCurrentFile(File);
  // Making a check reads its options.
  tidy::ClangTidyCheckFactories Factories;
  for (const auto &Module : tidy::ClangTidyModuleRegistry::entries())
    Module.instantiate()->addCheckFactories(Factories);
  Factories.createChecks(&Context);
  UnitResult Result;
  Result.Compiles = true;
  Result.Findings = Consumer.take();
  return Result;
}

UnitResult lintUnit(const Options &Opts, Settings &S, const tooling::CompilationDatabase &Database,
                    const std::string &File, bool SkipBodies,
                    const std::vector<std::pair<std::string, std::string>> &Over) {
  tidy::ClangTidyContext Context(S.lend());
  const tidy::ClangTidyOptions OfFile = S.getOptions(File);

  UnitResult Result;
  if (enabledChecks(OfFile).empty() && !Opts.DumpCoroutines) {
    Result.Compiles = true; // Nothing is asked about it.
    return Result;
  }

  tooling::ClangTool Tool(Database, File);
  Tool.appendArgumentsAdjuster(argumentsOf(Opts, OfFile));
  Tool.setPrintErrorMessage(false);
  for (const auto &[Path, Text] : Over)
    Tool.mapVirtualFile(Path, Text);
  // Fixes that overlap take turns when they are applied; who reads them wants those that fit.
  const bool OnlyFitting = Opts.Fix == Fixing::Off;
  tidy::ClangTidyDiagnosticConsumer Consumer(Context, nullptr, OnlyFitting,
                                             Opts.Fix == Fixing::WithNotes);
  auto DiagOpts = std::make_unique<DiagnosticOptions>();
  DiagnosticsEngine Diags(DiagnosticIDs::create(), *DiagOpts, &Consumer,
                          /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(DiagOpts), &Diags);
  Tool.setDiagnosticConsumer(&Consumer);

  tidy::ClangTidyASTConsumerFactory Checks(Context);
  const bool Keyed = Opts.UseCache && Over.empty();
  InputKey Key;
  LintActionFactory Factory(Checks, SkipBodies, Opts.DumpCoroutines ? &Result.Text : nullptr,
                            Opts.Fix == Fixing::Off ? nullptr : &Result.Files,
                            Keyed ? &Key : nullptr);
  Result.Compiles = Tool.run(&Factory) == 0;
  if (Keyed)
    Result.Key = Key.finish(fixedInputs(Opts, S, Database, File));
  Result.Findings = Consumer.take();
  for (tidy::ClangTidyError &E : Result.Findings) {
    Paths Names(E.BuildDirectory);
    Names.normalise(E.Message);
    for (tooling::DiagnosticMessage &Note : E.Notes)
      Names.normalise(Note);
  }
  llvm::sort(Result.Findings, [](const auto &A, const auto &B) {
    auto Key = [](const tidy::ClangTidyError &E) {
      return std::tie(E.Message.FilePath, E.Message.FileOffset, E.DiagnosticName,
                      E.Message.Message);
    };
    return Key(A) < Key(B);
  });
  return Result;
}

} // namespace cotidy::driver
