// SPDX-License-Identifier: Apache-2.0
// The entry point of the driver: lints the units of a project, all cores at once.
#include "CotidyModule.h"
#include "FixRun.h"
#include "Inputs.h"
#include "Outputs.h"
#include "Progress.h"
#include "Report.h"
#include "Settings.h"
#include "Workers.h"
#include "models/Loader.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace cotidy::driver {
namespace {

int checkModels(const std::vector<std::string> &Files) {
  int Code = Clean;
  for (const std::string &File : Files) {
    std::vector<std::string> Errors;
    if (model::load(File, Errors)) {
      llvm::outs() << File << ": ok\n";
      continue;
    }
    for (const std::string &Each : Errors)
      error(Each);
    Code = BadInput;
  }
  return Code;
}

/// Where a file would lie for which no path is given, to ask for its settings.
std::string someFileHere() {
  llvm::SmallString<256> Path("unit.cpp");
  llvm::sys::fs::make_absolute(Path);
  return Path.str().str();
}

int listChecks(const Options &Opts, Settings &S) {
  llvm::outs() << "Enabled checks:\n";
  for (const std::string &Name :
       enabledChecks(S.getOptions(Opts.Paths.empty() ? someFileHere() : Opts.Paths.front())))
    llvm::outs() << "    " << Name << '\n';
  return Clean;
}

/// One run over all units.
class Run {
public:
  Run(const Options &Opts, Settings &S, const Inputs &In, const Outputs &To)
      : Opts(Opts), S(S), In(In), To(To), Out(S, To.text()), Bar(In.Files.size(), Opts.Quiet),
        Waiting(In.Files.size()), Failed(In.Missing),
        ToFix(S, Opts.Fix == Fixing::WithNotes, Opts.VerifyFixes,
              [this](llvm::ArrayRef<size_t> Units, const Texts &Over,
                     llvm::function_ref<void(size_t, Outcome)> Done) {
                lintAgain(Units, Over, Done);
              }) {}

  int lint() {
    Bar.show(0);
    runWorkers(
        In.Files.size(), Opts.Jobs,
        [this](size_t Unit, bool Careful) {
          return lintUnit(Opts, S, *In.Database, In.Files[Unit], /*SkipBodies=*/!Careful);
        },
        [this](size_t Unit, Outcome Result) { take(Unit, std::move(Result)); });
    Bar.hide();

    bool Written = true;
    if (!Opts.ExportFixes.empty())
      Written = exportFindings(Opts.ExportFixes, In.Files.front(), Out.all());
    // Before the fixes, which move what the places are in.
    if (To.any())
      Written &= writeOutputs();
    if (Opts.Fix != Fixing::Off)
      Written &= fix();
    if (!Opts.Quiet && !Opts.DumpCoroutines)
      summarise();
    if (Failed || !Written || Out.badSettings())
      return driver::Failed;
    return Out.treatedAsErrors() ? Findings : Clean;
  }

private:
  /// Results come in any order and are printed in the order of the units.
  void take(size_t Unit, Outcome Result) {
    Waiting[Unit] = std::move(Result);
    ++Done;
    Bar.hide();
    for (; Printed < Waiting.size() && Waiting[Printed]; ++Printed) {
      print(Printed, std::move(*Waiting[Printed]));
      Waiting[Printed] = Outcome();
    }
    if (Done < Waiting.size())
      Bar.show(Done);
  }

  void print(size_t Unit, Outcome Result) {
    States.push_back({In.Files[Unit], Result.Trouble});
    if (!Result.Result) {
      ++Failed;
      error(In.Files[Unit] + ": " + Result.Trouble +
            " while this unit was linted; the other units are not affected");
      return;
    }
    if (!Result.Result->Compiles) {
      ++Failed;
      States.back().Trouble = "does not compile";
      // A unit can fail before there is a place in it to point at.
      if (Result.Result->Findings.empty())
        error(In.Files[Unit] + ": cannot be compiled");
      if (!Opts.FixErrors)
        for (clang::tidy::ClangTidyError &E : Result.Result->Findings)
          Withheld += dropFixes(E);
    }
    if (Opts.Fix != Fixing::Off)
      ToFix.saw(Unit, *Result.Result);
    Out.add(std::move(*Result.Result));
  }

  /// Takes the fixes out of \p E. \returns whether it had any.
  static bool dropFixes(clang::tidy::ClangTidyError &E) {
    bool Had = !E.Message.Fix.empty();
    E.Message.Fix.clear();
    for (clang::tooling::DiagnosticMessage &Note : E.Notes) {
      Had |= !Note.Fix.empty();
      Note.Fix.clear();
    }
    return Had;
  }

  bool writeOutputs() {
    Places Where(projectRoot(Opts.Project, In.Files.front()));
    std::vector<const clang::tidy::ClangTidyError *> All;
    for (const clang::tidy::ClangTidyError &E : Out.all())
      All.push_back(&E);
    Results Of = makeResults(All, States, !Failed && !Out.badSettings(), Where);
    return To.write(Of, Where, {Opts.Version, Opts.DocsUrl});
  }

  bool fix() {
    if (Withheld)
      warn(llvm::Twine(Withheld) +
           " findings not fixed: their units do not compile (--fix-errors fixes them anyway)");
    return ToFix.run(Opts.Quiet);
  }

  /// As the files on disk would be linted if \p Over were written.
  void lintAgain(llvm::ArrayRef<size_t> Units, const Texts &Over,
                 llvm::function_ref<void(size_t, Outcome)> Done) {
    runWorkers(
        Units.size(), Opts.Jobs,
        [&](size_t I, bool Careful) {
          std::vector<std::pair<std::string, std::string>> Spelled;
          for (const SourceFile &File : ToFix.filesOf(Units[I]))
            if (auto Text = Over.find(realName(File.Path)); Text != Over.end())
              Spelled.emplace_back(File.Path, Text->second);
          return lintUnit(Opts, S, *In.Database, In.Files[Units[I]], /*SkipBodies=*/!Careful,
                          Spelled);
        },
        [&](size_t I, Outcome Result) { Done(Units[I], std::move(Result)); });
  }

  void summarise() {
    std::chrono::duration<double> Took = std::chrono::steady_clock::now() - Started;
    auto Plural = [](size_t N) { return N == 1 ? "" : "s"; };
    const size_t Units = In.Files.size() + In.Missing;
    llvm::errs() << Out.findings() << " finding" << Plural(Out.findings()) << " in " << Units
                 << " unit" << Plural(Units);
    if (Failed)
      llvm::errs() << " (" << Failed << " failed)";
    if (Out.treatedAsErrors())
      llvm::errs() << ", " << Out.treatedAsErrors() << " treated as error"
                   << Plural(Out.treatedAsErrors());
    llvm::errs() << llvm::format(", %.1f s\n", Took.count());
  }

  const Options &Opts;
  Settings &S;
  const Inputs &In;
  const Outputs &To;
  Report Out;
  Progress Bar;
  std::vector<UnitState> States;
  std::vector<std::optional<Outcome>> Waiting; ///< By unit; what was printed is empty.
  size_t Failed; ///< Units that could not be linted, or not completely.
  size_t Done = 0, Printed = 0, Withheld = 0;
  FixRun ToFix;
  std::chrono::steady_clock::time_point Started = std::chrono::steady_clock::now();
};

int run(int Argc, const char **Argv) {
  std::optional<Options> Opts = parseCommandLine(Argc, Argv);
  if (!Opts)
    return BadInput;
  std::optional<Outputs> To = Outputs::parse(Opts->Outputs);
  if (!To)
    return BadInput;
  if (!Opts->ModelsToCheck.empty())
    return checkModels(Opts->ModelsToCheck);
  std::unique_ptr<Settings> S = Settings::make(*Opts);
  if (!S)
    return BadInput;
  if (Opts->ListChecks)
    return listChecks(*Opts, *S);
  if (Opts->Checks && enabledChecks(S->getOptions(someFileHere())).empty()) {
    error("--checks leaves no check on");
    return BadInput;
  }
  std::optional<Inputs> In = findInputs(*Opts);
  if (!In)
    return BadInput;
  // Read here, the settings are known to all workers, and what is wrong with them is said once.
  for (const std::string &File : In->Files)
    S->getOptions(File);
  if (S->broken())
    return BadInput;
  return Run(*Opts, *S, *In, *To).lint();
}

} // namespace
} // namespace cotidy::driver

int main(int Argc, const char **Argv) {
  // Keeps the checks' module, which nothing else names, in the program.
  (void)CotidyModuleAnchor;
  return cotidy::driver::run(Argc, Argv);
}
