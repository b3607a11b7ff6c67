// SPDX-License-Identifier: Apache-2.0
// One run over all units: lints them, and sees to the fixes, the reports and the baseline.
#include "Run.h"
#include "CotidyModule.h"
#include "Files.h"
#include "InputKey.h"
#include "Scans.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

namespace cotidy::driver {
using clang::tidy::ClangTidyError;

static llvm::StringRef plural(size_t N) { return N == 1 ? "" : "s"; }

/// Takes the fixes out of \p E. \returns whether it had any.
static bool dropFixes(ClangTidyError &E) {
  bool Had = !E.Message.Fix.empty();
  E.Message.Fix.clear();
  for (clang::tooling::DiagnosticMessage &Note : E.Notes) {
    Had |= !Note.Fix.empty();
    Note.Fix.clear();
  }
  return Had;
}

Run::Run(const Options &Opts, Settings &S, const Inputs &In, const Outputs &To, Places &Where,
         Filter &Which)
    : Opts(Opts), S(S), In(In), To(To), Where(Where), Which(Which),
      Kept(Opts.UseCache ? Opts.CacheDir : ""), Out(S, Where, Which, To.text()),
      Bar(In.Files.size(), Opts.Quiet), Waiting(In.Files.size()), Failed(In.Missing),
      ToFix(S, Opts.Fix == Fixing::WithNotes, Opts.VerifyFixes,
            [this](llvm::ArrayRef<size_t> Units, const Texts &Over,
                   llvm::function_ref<void(size_t, Outcome)> Done) {
              lintAgain(Units, Over, Done);
            }) {}

int Run::lint() {
  noticeInterrupts();
  Bar.show(0);
  lintThese(chooseUnits());
  Bar.hide();
  if (interrupted())
    printInterrupted();
  Kept.prune(Opts.CacheSize.value_or(500), /*Now=*/Opts.CacheSize.has_value());
  return finish();
}

int Run::merge(std::vector<Outcome> Outcomes) {
  for (size_t Unit = 0; Unit < Outcomes.size(); ++Unit)
    take(Unit, std::move(Outcomes[Unit]));
  return finish();
}

int Run::finish() {
  bool Written = true;
  if (!Opts.ExportFixes.empty())
    Written = exportFindings(Opts.ExportFixes, In.Files.empty() ? "" : In.Files.front(), Out.all());
  if (!Opts.SaveResults.empty())
    Written &= saveResults();
  // Before the fixes, which move what the places are in.
  if (To.any())
    Written &= writeOutputs();
  if (Opts.Fix != Fixing::Off && !interrupted())
    Written &= fix();
  if (Opts.UpdateBaseline && !interrupted())
    Written &= updateBaseline();
  if (!Opts.Quiet && !Opts.DumpCoroutines)
    summarise();
  if (interrupted())
    return driver::Interrupted;
  if (Failed || !Written || Out.badSettings())
    return driver::Failed;
  return Out.treatedAsErrors() && !Opts.UpdateBaseline ? Findings : Clean;
}

/// The units to parse. The others are done with it.
std::vector<size_t> Run::chooseUnits() {
  const size_t Count = In.Files.size();
  std::vector<size_t> Result;
  std::vector<Scanned> Scans(Count);
  if ((Opts.Scan || Which.changes() || Kept.exists()) && !Opts.DumpCoroutines) {
    std::optional<Scanner> Own; // Made in the child.
    Scans = scanAll(Count, Opts.Jobs, Opts.Most, [&](size_t Unit) {
      const std::string &File = In.Files[Unit];
      if (enabledChecks(S.getOptions(File)).empty())
        return Scanned{false, true, ""};
      if (!Own)
        Own.emplace(Opts, S, *In.Database, Which.changes());
      bool MayBeKept = Kept.exists() && Kept.knows(fixedInputs(Opts, S, *In.Database, File));
      if (!MayBeKept && !Which.changes() && (!Opts.Scan || Own->mattersAtOnce(File)))
        return Scanned();
      return Own->scan(File);
    });
  }
  for (size_t Unit = 0; Unit < Count && !interrupted(); ++Unit) {
    if (Opts.Scan && !Scans[Unit].Matters) {
      ++WithoutCoroutine;
      leaveOut(Unit);
    } else if (!Scans[Unit].Touched) {
      ++Unchanged;
      leaveOut(Unit);
    } else if (auto Old = Kept.load(Scans[Unit].Key)) {
      ++FromCache;
      take(Unit, {std::move(*Old), ""});
    } else {
      Result.push_back(Unit);
    }
  }
  return Result;
}

/// What is wrong with its settings is said nevertheless.
void Run::leaveOut(size_t Unit) {
  const std::string &File = In.Files[Unit];
  auto [It, New] = OfSettings.try_emplace(clang::tidy::configurationAsText(S.getOptions(File)));
  if (New)
    It->second = lintSettings(S, File);
  take(Unit, {It->second, ""});
}

void Run::lintThese(llvm::ArrayRef<size_t> Units) {
  runWorkers(
      Units.size(), Opts.Jobs, Opts.Most,
      [&](size_t I, bool Careful) {
        const std::string &File = In.Files[Units[I]];
        UnitResult Result = lintUnit(Opts, S, *In.Database, File, /*SkipBodies=*/!Careful);
        if (Kept.exists() && !Result.Key.empty())
          Kept.store(fixedInputs(Opts, S, *In.Database, File), Result.Key, Result);
        return Result;
      },
      [&](size_t I, Outcome Result) { take(Units[I], std::move(Result)); });
}

/// What was found behind a unit that is not done.
void Run::printInterrupted() {
  for (; Printed < Waiting.size(); ++Printed)
    if (Waiting[Printed])
      print(Printed, std::move(*Waiting[Printed]));
    else
      States.push_back({In.Files[Printed], "the run was interrupted"});
  error("interrupted: " + llvm::Twine(Done) + " of " + llvm::Twine(Waiting.size()) +
        " units are done");
}

/// Results come in any order and are printed in the order of the units.
void Run::take(size_t Unit, Outcome Result) {
  if (!Opts.SaveResults.empty())
    ToSave.Units.emplace_back(In.Files[Unit], Result);
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

void Run::print(size_t Unit, Outcome Result) {
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
      for (ClangTidyError &E : Result.Result->Findings)
        Withheld += dropFixes(E);
  }
  if (Opts.Fix == Fixing::Off) {
    Out.add(std::move(*Result.Result));
    return;
  }
  Out.add(*Result.Result);
  for (ClangTidyError &E : Result.Result->Findings)
    if (Out.hides(E))
      dropFixes(E);
  ToFix.saw(Unit, *Result.Result);
}

bool Run::fix() {
  if (Withheld)
    warn(llvm::Twine(Withheld) +
         " findings not fixed: their units do not compile (--fix-errors fixes them anyway)");
  return ToFix.run(Opts.Quiet);
}

/// As the files on disk would be linted if \p Over were written.
void Run::lintAgain(llvm::ArrayRef<size_t> Units, const Texts &Over,
                    llvm::function_ref<void(size_t, Outcome)> Done) {
  runWorkers(
      Units.size(), Opts.Jobs, Opts.Most,
      [&](size_t I, bool Careful) {
        std::vector<std::pair<std::string, std::string>> Spelled;
        for (const SourceFile &File : ToFix.filesOf(Units[I]))
          if (auto Text = Over.find(realName(File.Path)); Text != Over.end())
            Spelled.emplace_back(File.Path, Text->second);
        return lintUnit(Opts, S, *In.Database, In.Files[Units[I]], /*SkipBodies=*/!Careful,
                        Spelled);
      },
      [&](size_t I, Outcome Result) {
        if (Result.Result)
          for (ClangTidyError &E : Result.Result->Findings)
            if (Out.mayHide(E))
              dropFixes(E);
        Done(Units[I], std::move(Result));
      });
}

bool Run::saveResults() const {
  SavedRun Saved = ToSave;
  Saved.Part = Opts.Part;
  Saved.Whole = In.WholeDatabase;
  Saved.Missing = In.Missing + (In.Files.size() - Done);
  llvm::sort(Saved.Units, llvm::less_first());
  if (llvm::Error Wrong = writeWhole(Opts.SaveResults, encode(Saved))) {
    error("--save-results " + Opts.SaveResults +
          ": cannot write: " + llvm::toString(std::move(Wrong)));
    return false;
  }
  return true;
}

bool Run::writeOutputs() {
  std::vector<const ClangTidyError *> All;
  for (const ClangTidyError &E : Out.all())
    All.push_back(&E);
  Results Of = makeResults(All, States, !Failed && !Out.badSettings() && !interrupted(), Where);
  return To.write(Of, Where, {Opts.Version, Opts.DocsUrl});
}

/// Whether the run has looked at all that a baseline can have findings of.
bool Run::coversAll() const {
  return In.WholeDatabase && Opts.Part.Of == 1 && !Failed && !Out.badSettings() && !Opts.Checks &&
         Opts.LineFilter.empty() && !Opts.HeaderFilter && !Opts.ExcludeHeaderFilter;
}

bool Run::updateBaseline() {
  std::set<std::string> Linted, On;
  for (const UnitState &Unit : States)
    if (Unit.Trouble.empty())
      Linted.insert(Where.relative(Unit.File));
  for (const std::string &File : In.Files)
    for (std::string &Name : enabledChecks(S.getOptions(File)))
      On.insert(std::move(Name));
  bool All = coversAll();
  auto Kept = [&](llvm::StringRef Check, llvm::StringRef Path) {
    if (llvm::none_of(checkRows(), [&](const CheckRow &Row) { return Row.Name == Check; }))
      return false;
    // A header's findings can come from a unit that this run has not linted.
    return !On.contains(Check.str()) || (!All && !Linted.contains(Path.str()));
  };
  Baseline New = Which.baseline()->updated(Out.identities(), Kept);
  if (llvm::Error Wrong = writeWhole(Opts.Baseline, New.text())) {
    error("--baseline " + Opts.Baseline + ": cannot write: " + llvm::toString(std::move(Wrong)));
    return false;
  }
  if (!Opts.Quiet)
    llvm::errs() << Opts.Baseline << ": " << New.size() << " finding" << plural(New.size())
                 << ", before " << Which.baseline()->size() << '\n';
  return true;
}

void Run::summarise() {
  std::chrono::duration<double> Took = std::chrono::steady_clock::now() - Started;
  const size_t Units = In.Files.size() + In.Missing;
  llvm::errs() << Out.findings() << " finding" << plural(Out.findings()) << " in " << Units
               << " unit" << plural(Units);
  if (Failed)
    llvm::errs() << " (" << Failed << " failed)";
  if (Out.treatedAsErrors())
    llvm::errs() << ", " << Out.treatedAsErrors() << " treated as error"
                 << plural(Out.treatedAsErrors());
  if (WithoutCoroutine)
    llvm::errs() << ", " << WithoutCoroutine << " without a coroutine";
  if (FromCache)
    llvm::errs() << ", " << FromCache << " from the cache";
  if (Unchanged)
    llvm::errs() << ", " << Unchanged << " without a change";
  if (Which.baseline())
    llvm::errs() << ", " << Out.accepted() << " more in the baseline";
  if (Which.changes())
    llvm::errs() << ", " << Out.elsewhere() << " more on lines that did not change";
  llvm::errs() << llvm::format(", %.1f s\n", Took.count());
  if (Which.baseline() && !Opts.UpdateBaseline && coversAll() && Which.baseline()->left())
    llvm::errs() << Which.baseline()->left()
                 << " of the baseline's findings are gone: --update-baseline drops them\n";
}

} // namespace cotidy::driver
