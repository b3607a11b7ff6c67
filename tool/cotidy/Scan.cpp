// SPDX-License-Identifier: Apache-2.0
// Looks at a unit without parsing it: which files it reads, and whether a coroutine can be in them.
//
// A function is a coroutine when one of three words stands in its body. So a unit without them has
// none, and a scan of its files tells. The preprocessor runs on their directives alone, with
// clang's cache of them, which is an order of magnitude faster than parsing.
//
// In a system header no check reports. But a macro of such a header can bring a word into the
// project's code, as can one of the command line.
#include "Scan.h"
#include "InputKey.h"
#include "LintUnit.h"
#include "clang/DependencyScanning/DependencyScanningFilesystem.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

namespace cotidy::driver {
namespace {
using namespace clang;

bool isWordPart(char C) { return llvm::isAlnum(C) || C == '_'; }

/// `co_await` and its kin, and what `##` or a line that goes on on the next can make them of: a
/// beginning of three letters or more, or an end without the one or two before it.
bool isWordOrPiece(llvm::StringRef Word) {
  if (Word.size() < 3 || Word.size() > strlen("co_return"))
    return false;
  for (llvm::StringRef Whole : {"co_await", "co_yield", "co_return"}) {
    if (Word.size() >= 3 && Whole.starts_with(Word))
      return true;
    if (Word == Whole.drop_front(1) || Word == Whole.drop_front(2))
      return true;
  }
  return false;
}

/// What the words of a text tell, whichever units read it.
struct Words {
  bool Any = false;
  /// Before a pragma makes a system header of the rest.
  bool AsUser = false;
  bool Digraph = false;
};

Words wordsOf(llvm::StringRef Text) {
  Words Result;
  Result.Any = hasCoroutineWord(Text);
  Result.AsUser = Result.Any && hasCoroutineWord(Text.take_front(Text.find("system_header")));
  Result.Digraph = Text.contains("%:");
  return Result;
}

} // namespace

bool hasCoroutineWord(llvm::StringRef Text) {
  // Every word and piece has its first underscore at the same letters.
  for (size_t At = 0; (At = Text.find('_', At)) != llvm::StringRef::npos; ++At) {
    // Most underscores are not worth a look.
    bool AfterO = At && Text[At - 1] == 'o';
    if (!AfterO && (At + 1 == Text.size() || !llvm::StringRef("ayr").contains(Text[At + 1])))
      continue;
    size_t Begin = At;
    if (AfterO)
      --Begin;
    if (Begin >= 1 && Begin < At && Text[Begin - 1] == 'c')
      --Begin;
    if (Begin && isWordPart(Text[Begin - 1]))
      continue;
    size_t End = At;
    while (End < Text.size() && isWordPart(Text[End]))
      ++End;
    if (isWordOrPiece(Text.slice(Begin, End)))
      return true;
  }
  return false;
}

struct Scanner::State {
  State()
      : Files(new dependencies::DependencyScanningWorkerFilesystem(
            Shared, llvm::vfs::createPhysicalFileSystem())) {}

  // A file stands for its text: the shared cache reads each once.
  const Words &words(llvm::sys::fs::UniqueID File, llvm::StringRef Text) {
    auto [It, New] = WordsOf.try_emplace(File);
    if (New)
      It->second = wordsOf(Text);
    return It->second;
  }
  llvm::XXH128_hash_t hash(llvm::sys::fs::UniqueID File, llvm::StringRef Text) {
    auto [It, New] = HashOf.try_emplace(File);
    if (New)
      It->second = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(Text));
    return It->second;
  }

  dependencies::DependencyScanningFilesystemSharedCache Shared;
  IntrusiveRefCntPtr<dependencies::DependencyScanningWorkerFilesystem> Files;
  llvm::DenseMap<llvm::sys::fs::UniqueID, Words> WordsOf;
  llvm::DenseMap<llvm::sys::fs::UniqueID, llvm::XXH128_hash_t> HashOf;
};

namespace {

class Directives : public DependencyDirectivesGetter {
public:
  explicit Directives(dependencies::DependencyScanningWorkerFilesystem &Files) : Files(Files) {}
  std::unique_ptr<DependencyDirectivesGetter> cloneFor(FileManager &) override {
    return std::make_unique<Directives>(Files);
  }
  std::optional<llvm::ArrayRef<dependency_directives_scan::Directive>>
  operator()(FileEntryRef File) override {
    return Files.getDirectiveTokens(File.getName());
  }

private:
  dependencies::DependencyScanningWorkerFilesystem &Files;
};

} // namespace

/// What is seen of one unit, over all of its commands.
class Scanner::Action : public PreprocessorFrontendAction {
public:
  struct Seen {
    InputKey Key;
    bool HasWord = false;
    bool Touched = false;
    bool Unsure = false;
  };

  Action(State &Kept, const Changes *Changed, bool Keyed, Seen &Into)
      : Kept(Kept), Changed(Changed), Keyed(Keyed), Into(Into), OfFile(*Kept.Files) {}

  void ExecuteAction() override {
    CompilerInstance &Compiler = getCompilerInstance();
    Preprocessor &PP = Compiler.getPreprocessor();
    Into.Unsure |= readsUnseen(Compiler.getInvocation());
    PP.setDependencyDirectivesGetter(OfFile);
    if (Keyed)
      Into.Key.attach(Compiler);
    PP.addPPCallbacks(std::make_unique<Listener>(*this, PP));
    PP.EnterMainSourceFile();
    Into.HasWord |= hasCoroutineWord(PP.getPredefines());
    PP.SetMacroExpansionOnlyInDirectives();
    Token Tok;
    do
      PP.Lex(Tok);
    while (Tok.isNot(tok::eof));
    // Nothing is reported in a language without coroutines, whatever its words are.
    if (!Compiler.getLangOpts().Coroutines)
      Into.HasWord = false;
  }

  void EndSourceFileAction() override {
    CompilerInstance &Compiler = getCompilerInstance();
    if (Keyed)
      Into.Key.end(Compiler, [this](FileEntryRef File, llvm::StringRef Text) {
        return Kept.hash(File.getUniqueID(), Text);
      });
    if (!Changed)
      return;
    const SourceManager &SM = Compiler.getSourceManager();
    for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It) {
      llvm::SmallString<256> Path(It->first.getName());
      Compiler.getFileManager().makeAbsolutePath(Path);
      Into.Touched |= Changed->touchFile(Path);
    }
  }

private:
  class Listener : public PPCallbacks {
  public:
    Listener(Action &Of, Preprocessor &PP) : Of(Of), PP(PP) {}

    void FileChanged(SourceLocation Loc, FileChangeReason Reason, SrcMgr::CharacteristicKind Type,
                     FileID) override {
      bool Marked = Reason == RenameFile; // A preprocessed file, whose parts are of several kinds.
      if (!Marked && (Reason != EnterFile || Type != SrcMgr::C_User))
        return;
      const SourceManager &SM = PP.getSourceManager();
      std::optional<llvm::StringRef> Text = SM.getBufferDataOrNone(SM.getFileID(Loc));
      OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getFileID(Loc));
      if (!Text || !File)
        return; // Predefined macros.
      const Words &W = Of.Kept.words(File->getUniqueID(), *Text);
      Of.Into.HasWord |= Marked ? W.Any : W.AsUser;
      // Clang's scan of directives does not take `%:` for a `#`.
      Of.Into.Unsure |= W.Digraph;
    }
    void MacroDefined(const Token &, const MacroDirective *Directive) override {
      for (const Token &Tok : Directive->getMacroInfo()->tokens())
        if (const IdentifierInfo *Word = Tok.getIdentifierInfo())
          Of.Into.HasWord |= isWordOrPiece(Word->getName());
    }
    void moduleImport(SourceLocation, ModuleIdPath, const clang::Module *) override {
      Of.Into.Unsure = true;
    }

  private:
    Action &Of;
    Preprocessor &PP;
  };

  State &Kept;
  const Changes *Changed;
  const bool Keyed;
  Seen &Into;
  Directives OfFile;
};

class Scanner::Factory : public tooling::FrontendActionFactory {
public:
  Factory(State &Kept, const Changes *Changed, bool Keyed, Action::Seen &Into)
      : Kept(Kept), Changed(Changed), Keyed(Keyed), Into(Into) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Kept, Changed, Keyed, Into);
  }
  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> PCH,
                     DiagnosticConsumer *Consumer) override {
    if (Keyed)
      Into.Key.begin(*Invocation);
    // As when the unit is linted.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files, std::move(PCH),
                                                Consumer);
  }

private:
  State &Kept;
  const Changes *Changed;
  const bool Keyed;
  Action::Seen &Into;
};

Scanner::Scanner(const Options &Opts, Settings &S, const tooling::CompilationDatabase &Database,
                 const Changes *Changed)
    : Opts(Opts), S(S), Database(Database), Changed(Changed), Kept(std::make_unique<State>()) {}

Scanner::~Scanner() = default;

bool Scanner::mattersAtOnce(const std::string &File) {
  auto Status = Kept->Files->status(File);
  auto Text = Kept->Files->getBufferForFile(File);
  return Status && Text && Kept->words(Status->getUniqueID(), (*Text)->getBuffer()).AsUser;
}

Scanned Scanner::scan(const std::string &File) {
  tooling::ClangTool Tool(Database, File, std::make_shared<PCHContainerOperations>(), Kept->Files);
  Tool.appendArgumentsAdjuster(argumentsOf(Opts, S.getOptions(File)));
  Tool.setPrintErrorMessage(false);
  DiagnosticConsumer Silent; // Which counts errors.
  Tool.setDiagnosticConsumer(&Silent);
  Action::Seen Seen;
  Factory Make(*Kept, Changed, Opts.UseCache, Seen);
  // What cannot be read has to be reported.
  if (Tool.run(&Make) != 0 || Seen.Unsure)
    return {};
  std::string Key;
  if (Opts.UseCache)
    Key = Seen.Key.finish(fixedInputs(Opts, S, Database, File));
  return {Seen.HasWord, !Changed || Seen.Touched, std::move(Key)};
}

} // namespace cotidy::driver
