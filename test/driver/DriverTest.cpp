// SPDX-License-Identifier: Apache-2.0
// Merging the fixes of several units, the files that they change, results on the wire, and workers
// that do not come back.
#include "Fixes.h"
#include "Sources.h"
#include "Wire.h"
#include "Workers.h"
#include "clang-tidy/ClangTidyModule.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include <csignal>
#include <unistd.h>

using namespace cotidy::driver;
using clang::tidy::ClangTidyError;
using clang::tooling::Replacement;

static int Failures = 0;

static void expect(llvm::StringRef What, llvm::StringRef Got, llvm::StringRef Wanted) {
  if (Got == Wanted)
    return;
  llvm::errs() << What << ": got `" << Got << "`, wanted `" << Wanted << "`\n";
  ++Failures;
}

/// A finding whose fix replaces \p Length characters at \p Offset of each of \p Files.
static ClangTidyError finding(llvm::ArrayRef<std::string> Files, unsigned Offset, unsigned Length,
                              llvm::StringRef Text) {
  ClangTidyError E("coro-test", ClangTidyError::Warning, "", false);
  E.Message.Message = "some message";
  for (const std::string &File : Files)
    llvm::cantFail(E.Message.Fix[File].add(Replacement(File, Offset, Length, Text)));
  return E;
}

static std::string contents(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  return Buffer ? (*Buffer)->getBuffer().str() : "?";
}

/// A temporary file with \p Text.
static std::string file(llvm::StringRef Text) {
  llvm::SmallString<128> Name;
  int Descriptor = 0;
  if (llvm::sys::fs::createTemporaryFile("cotidy-test", "cpp", Descriptor, Name))
    abort();
  llvm::raw_fd_ostream(Descriptor, /*shouldClose=*/true) << Text;
  llvm::sys::RemoveFileOnSignal(Name);
  return Name.str().str();
}

/// Makes the edits of \p All in their files.
static void apply(const Fixes &All, Settings &S) {
  Sources Files;
  Texts New;
  for (const std::string &File : All.files()) {
    auto Fixed = All.fixed(File, contents(File), S);
    if (Fixed && !llvm::errorToBool(Files.text(File).takeError()))
      New[File] = *Fixed;
    else
      llvm::consumeError(Fixed.takeError());
  }
  Files.lay(New);
  bool Good = true;
  Files.write(Good);
  if (!Good)
    expect("writing", "failed", "done");
}

static void testFixes() {
  Options Opts;
  Opts.Config = "{}"; // No file of the machine has a say.
  std::unique_ptr<Settings> S = Settings::make(Opts);
  auto Apply = [&](llvm::StringRef What, llvm::StringRef Before,
                   llvm::ArrayRef<std::tuple<unsigned, unsigned, const char *>> Edits,
                   llvm::StringRef After) {
    std::string Name = file(Before);
    Fixes All(/*WithNotes=*/false);
    for (auto [Offset, Length, Text] : Edits)
      All.add(finding(Name, Offset, Length, Text));
    apply(All, *S);
    expect(What, contents(Name), After);
    llvm::sys::fs::remove(Name);
  };
  Apply("two places", "one two three", {{8, 5, "3"}, {0, 3, "1"}}, "1 two 3");
  Apply("the same fix of two units", "one two", {{4, 3, "2"}, {4, 3, "2"}}, "one 2");
  Apply("overlapping: the first stays", "one two", {{2, 3, "-"}, {4, 3, "2"}}, "on-wo");
  Apply("within another", "one two three", {{0, 13, "all"}, {4, 3, "2"}}, "all");
  Apply("around another", "one two three", {{4, 3, "2"}, {0, 13, "all"}}, "one 2 three");
  Apply("touching", "onetwo", {{0, 3, "1"}, {3, 3, "2"}}, "12");
  Apply("insertion before what is replaced", "one", {{0, 3, "1"}, {0, 0, "x"}}, "1");
  Apply("the same include twice", "int a;\n", {{0, 0, "#include <x>\n"}, {0, 0, "#include <x>\n"}},
        "#include <x>\nint a;\n");
  Apply("two includes at one place", "int a;\n",
        {{0, 0, "#include <y>\n"}, {0, 0, "#include <x>\n"}},
        "#include <x>\n#include <y>\nint a;\n");
  Apply("the same parenthesis twice is no fix of both", "f(a)", {{2, 0, "("}, {2, 0, "("}},
        "f((a)");
  Apply("bytes that are no UTF-8", "caf\xe9 x", {{5, 1, "\xe9"}}, "caf\xe9 \xe9");
  Apply("a place behind the end", "one", {{30, 2, "x"}}, "one");

  // A fix over two files is made in both or in none.
  std::string First = file("one"), Second = file("two");
  Fixes All(/*WithNotes=*/false);
  All.add(finding(Second, 0, 3, "2"));
  All.add(finding({First, Second}, 0, 2, "x"));
  apply(All, *S);
  expect("half a fix", contents(First) + contents(Second), "one2");
  llvm::sys::fs::remove(First);
  llvm::sys::fs::remove(Second);

  // A note's fix is applied only when that was asked for.
  for (bool WithNotes : {false, true}) {
    std::string Name = file("one");
    ClangTidyError E("coro-test", ClangTidyError::Warning, "", false);
    E.Notes.push_back(finding(Name, 0, 3, "1").Message);
    Fixes Some(WithNotes);
    Some.add(E);
    apply(Some, *S);
    expect("the fix of a note", contents(Name), WithNotes ? "1" : "one");
    llvm::sys::fs::remove(Name);
  }
}

/// What has changed since it was linted is not written over, nor what would be written with it.
static void testSources() {
  std::string First = file("one"), Second = file("two");
  auto Hash = [](llvm::StringRef Text) { return llvm::xxh3_64bits(Text); };
  auto Text = [](Sources &Files, const std::string &File) {
    auto Result = Files.text(File);
    return Result ? Result->str() : llvm::toString(Result.takeError());
  };
  Sources Files;
  Files.wasRead(First, Hash("one"));
  Files.wasRead(Second, Hash("two"));
  expect("a text as it was read", Text(Files, First), "one");
  Files.lay({{First, "1"}, {Second, "2"}});
  expect("a text that is laid over", Text(Files, Second), "2");
  expect("it is not on disk yet", contents(Second), "two");

  Sources Late;
  Late.wasRead(First, Hash("another text"));
  expect("a text that has changed", Text(Late, First),
         "it has changed since it was linted; run once more");
  Sources Torn;
  Torn.wasRead(First, Hash("one"));
  Torn.wasRead(First, Hash("another text"));
  expect("a text of which two were read", Text(Torn, First),
         "it has changed since it was linted; run once more");
  expect("a file that is gone", Text(Torn, First + ".gone"), "No such file or directory");

  Sources Both;
  Text(Both, First);
  Text(Both, Second);
  Both.lay({{First, "1"}, {Second, "2"}});
  std::error_code Wrong;
  llvm::raw_fd_ostream(Second, Wrong) << "a person's edit";
  bool Good = true;
  if (Both.write(Good) != 0 || Good)
    expect("writing over an edit", "done", "refused");
  expect("what a person has written", contents(Second), "a person's edit");
  expect("what would be written with it", contents(First), "one");
  llvm::sys::fs::remove(First);
  llvm::sys::fs::remove(Second);
}

static UnitResult someResult() {
  UnitResult Result;
  Result.Compiles = true;
  Result.Text = std::string("dump\0ed", 7);
  Result.Findings.push_back(finding({"a.cpp", "b.cpp"}, 7, 3, "\xff\0x"));
  ClangTidyError &E = Result.Findings.back();
  E.IsWarningAsError = true;
  E.BuildDirectory = "/build";
  E.Message.FilePath = "a.cpp";
  E.Message.FileOffset = 4000000000u;
  E.Message.Ranges.emplace_back();
  E.Message.Ranges.back().FilePath = "a.cpp";
  E.Message.Ranges.back().FileOffset = 1;
  E.Message.Ranges.back().Length = 2;
  E.EnabledDiagnosticAliases.push_back("another-name");
  E.Notes.push_back(finding({"c.cpp"}, 1, 0, "note").Message);
  Result.Findings.push_back(finding({}, 0, 0, ""));
  Result.Files = {{"/src/a.cpp", 0xfedcba9876543210}, {"", 0}};
  return Result;
}

static void testWire() {
  std::string Bytes = encode(someResult());
  std::optional<UnitResult> Back = decode(Bytes);
  expect("a result comes back whole", Back ? encode(*Back) : "nothing", Bytes);
  expect("its text", Back ? Back->Text : "", llvm::StringRef("dump\0ed", 7));
  for (size_t Size = 0; Size < Bytes.size(); ++Size)
    if (decode(llvm::StringRef(Bytes).take_front(Size)))
      expect("a part is no result", "a result", "nothing");
  if (decode(Bytes + "x"))
    expect("more is no result", "a result", "nothing");
}

static void testWorkers() {
  std::vector<std::string> Got(6);
  runWorkers(
      Got.size(), 3, Limits(),
      [](size_t Unit, bool Careful) {
        if (Unit == 1)
          raise(SIGSEGV);
        if (Unit == 2)
          _exit(7);
        if (Unit == 3 && !Careful)
          abort();
        UnitResult Result = someResult();
        // More than a pipe holds.
        Result.Text = Unit == 4 ? std::string(1 << 20, 'x') : std::to_string(Unit);
        return Result;
      },
      [&](size_t Unit, Outcome Result) {
        Got[Unit] = Result.Result ? Result.Result->Text : Result.Trouble;
      });
  expect("a worker that comes back", Got[0], "0");
  expect("one that crashes", Got[1], "crashed with signal 11 (Segmentation fault)");
  expect("one that leaves", Got[2], "stopped early with exit code 7");
  expect("one that crashes once", Got[3], "3");
  expect("one with much to say", std::to_string(Got[4].size()), std::to_string(1 << 20));
  expect("the last", Got[5], "5");
}

int main() {
  testFixes();
  testSources();
  testWire();
  testWorkers();
  if (!Failures)
    llvm::outs() << "all driver tests passed\n";
  return Failures != 0;
}
