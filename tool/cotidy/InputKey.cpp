// SPDX-License-Identifier: Apache-2.0
// All that the result of a unit depends on, as one number: the key of the cache.
#include "InputKey.h"
#include "LintUnit.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <elf.h>
#include <link.h>

namespace cotidy::driver {
namespace {

/// With its length, so that two texts are not taken for two others.
void put(llvm::BLAKE3 &Hash, llvm::StringRef Text) {
  Hash.update(std::to_string(Text.size()) + ":");
  Hash.update(Text);
}

/// The linker's hash of this program: two builds of one version are not the same linter. Unlike a
/// time, it stays when a package is installed on another machine.
std::string buildId() {
  std::string Result;
  dl_iterate_phdr(
      [](dl_phdr_info *Info, size_t, void *Into) {
        for (int I = 0; I < Info->dlpi_phnum; ++I) {
          const auto &Segment = Info->dlpi_phdr[I];
          if (Segment.p_type != PT_NOTE)
            continue;
          const char *At = reinterpret_cast<const char *>(Info->dlpi_addr + Segment.p_vaddr);
          const char *End = At + Segment.p_memsz;
          while (At + sizeof(ElfW(Nhdr)) <= End) {
            const auto *Note = reinterpret_cast<const ElfW(Nhdr) *>(At);
            const char *Name = At + sizeof *Note;
            const char *Data = Name + llvm::alignTo(Note->n_namesz, 4);
            if (Note->n_type == NT_GNU_BUILD_ID && llvm::StringRef(Name, 3) == "GNU")
              *static_cast<std::string *>(Into) =
                  llvm::toHex(llvm::StringRef(Data, Note->n_descsz));
            At = Data + llvm::alignTo(Note->n_descsz, 4);
          }
        }
        return 1; // The first one is the program.
      },
      &Result);
  return Result;
}

/// Options name files: models, logs. Their texts count, whatever they are for.
void putFilesIn(llvm::BLAKE3 &Hash, llvm::StringRef Value) {
  llvm::SmallVector<llvm::StringRef, 4> Names;
  Value.split(Names, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Name : Names)
    if (llvm::sys::fs::is_regular_file(Name.trim()))
      if (auto Text = llvm::MemoryBuffer::getFile(Name.trim()))
        put(Hash, (*Text)->getBuffer());
}

} // namespace

std::string fixedInputs(const Options &Opts, Settings &S,
                        const clang::tooling::CompilationDatabase &Database,
                        const std::string &File) {
  static const std::string Build = buildId();
  if (Build.empty())
    return "";
  llvm::BLAKE3 Hash;
  put(Hash, Opts.Version);
  put(Hash, Build);
  put(Hash, clang::getClangFullVersion());
  put(Hash, File);
  put(Hash, Opts.LineFilter);
  put(Hash, std::to_string(static_cast<int>(Opts.Fix)));
  clang::tidy::ClangTidyOptions Of = S.getOptions(File);
  Of.User.reset(); // Asked for by no check of ours, and it would keep caches from being shared.
  put(Hash, clang::tidy::configurationAsText(Of));
  for (const auto &Entry : Of.CheckOptions)
    putFilesIn(Hash, Entry.getValue().Value);
  auto Adjust = argumentsOf(Opts, Of);
  for (const clang::tooling::CompileCommand &Command : Database.getCompileCommands(File)) {
    llvm::SmallString<256> Directory(Command.Directory);
    llvm::sys::fs::make_absolute(Directory);
    put(Hash, Directory);
    for (const std::string &Argument : Adjust(Command.CommandLine, Command.Filename))
      put(Hash, Argument);
  }
  return llvm::toHex(Hash.final(), /*LowerCase=*/true);
}

class InputKey::Listener : public clang::PPCallbacks {
public:
  explicit Listener(InputKey &Into) : Into(Into) {}
  void HasInclude(clang::SourceLocation, llvm::StringRef Name, bool Angled,
                  clang::OptionalFileEntryRef File, clang::SrcMgr::CharacteristicKind) override {
    asked("include", Name, Angled, File);
  }
  void HasEmbed(clang::SourceLocation, llvm::StringRef Name, bool Angled,
                clang::OptionalFileEntryRef File) override {
    asked("embed", Name, Angled, File);
  }
  void EmbedDirective(clang::SourceLocation, llvm::StringRef, bool, clang::OptionalFileEntryRef,
                      const clang::LexEmbedParametersResult &) override {
    Into.Covers = false;
  }
  void moduleImport(clang::SourceLocation, clang::ModuleIdPath, const clang::Module *) override {
    Into.Covers = false;
  }

private:
  void asked(llvm::StringRef What, llvm::StringRef Name, bool Angled,
             clang::OptionalFileEntryRef File) {
    Into.Asked.insert(
        (What + (Angled ? "<" : "\"") + Name + "\n" + (File ? File->getName() : "")).str());
  }
  InputKey &Into;
};

bool readsUnseen(const clang::CompilerInvocation &Invocation) {
  const clang::FrontendOptions &Front = Invocation.getFrontendOpts();
  return !Invocation.getPreprocessorOpts().ImplicitPCHInclude.empty() ||
         Invocation.getHeaderSearchOpts().ImplicitModuleMaps || !Front.ModuleFiles.empty() ||
         !Front.ModuleMapFiles.empty();
}

void InputKey::begin(const clang::CompilerInvocation &Invocation) {
  Begun = true;
  for (llvm::StringRef Argument : Invocation.getCC1CommandLine())
    // The folder counts already, and file systems spell `.` in more than one way.
    if (!Argument.contains("-compilation-dir="))
      put(Hash, Argument);
  Covers &= !readsUnseen(Invocation) && Invocation.getHeaderSearchOpts().VFSOverlayFiles.empty() &&
            Invocation.getFrontendOpts().Plugins.empty() &&
            Invocation.getPreprocessorOpts().RemappedFiles.empty();
}

void InputKey::attach(clang::CompilerInstance &Compiler) {
  Compiler.getPreprocessor().addPPCallbacks(std::make_unique<Listener>(*this));
}

void InputKey::end(clang::CompilerInstance &Compiler, HashOfText HashOf) {
  const clang::SourceManager &SM = Compiler.getSourceManager();
  std::set<std::string> Files;
  for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It)
    if (std::optional<llvm::StringRef> Text = It->second->getBufferDataIfLoaded()) {
      llvm::XXH128_hash_t Number = HashOf(It->first, *Text);
      Files.insert((It->first.getName() + "\n" + llvm::utohexstr(Number.high64) + " " +
                    llvm::utohexstr(Number.low64))
                       .str());
    }
  for (const std::set<std::string> *Some : {&Files, &Asked})
    for (const std::string &Each : *Some)
      put(Hash, Each);
  Asked.clear();
}

std::string InputKey::finish(llvm::StringRef Fixed) {
  if (!Covers || !Begun || Fixed.empty())
    return "";
  put(Hash, Fixed);
  return llvm::toHex(Hash.final(), /*LowerCase=*/true);
}

} // namespace cotidy::driver
