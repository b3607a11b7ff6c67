// SPDX-License-Identifier: Apache-2.0
// The validator: proposes, builds, explores, judges, prints.
#include "CotidyModule.h"
#include "Fixes.h"
#include "Table.h"
#include "Timeline.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace cotidy::validate {
namespace {
using driver::error;

/// Does 0 ... \p Count - 1, \p Jobs at once.
void inParallel(size_t Count, unsigned Jobs, const std::function<void(size_t)> &Do) {
  std::atomic<size_t> Next = 0;
  std::vector<std::thread> Threads;
  auto Work = [&] {
    for (size_t I = Next++; I < Count; I = Next++)
      Do(I);
  };
  for (unsigned I = 1; I < Jobs && I < Count; ++I)
    Threads.emplace_back(Work);
  Work();
  for (std::thread &T : Threads)
    T.join();
}

/// A version of the program: number 0 is the one before.
struct Version {
  Builder::Built Built;
  Side Seen;
};

/// Whether the program can be judged at all; says on stderr why not.
bool isRunnable(const Run &First) {
  std::string Wrong = First.trouble();
  if (!Wrong.empty())
    Wrong = "undisturbed, " + Wrong;
  else if (First.Seen.Runs == 0)
    Wrong = First.Seen.Uncaught ? "it ends with an uncaught exception before any rt::run()"
                                : "it never calls rt::run(), or simulates by itself";
  if (Wrong.empty())
    return true;
  error("the program cannot be judged: " + Wrong);
  if (!First.Err.empty())
    llvm::errs() << First.Err;
  return false;
}

struct Replayed {
  std::string Fix;
  Request What;
};

std::optional<Replayed> parseReplay(const Options &Opts) {
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  llvm::StringRef(Opts.Replay).split(Parts, ':');
  Replayed Result;
  uint64_t Seed = 0;
  uint32_t At = 0;
  if (Parts.size() == 4 && !Parts[1].getAsInteger(10, Seed) && !Parts[3].getAsInteger(10, At))
    for (Fault F : {Fault::None, Fault::Exception, Fault::Cancel, Fault::Destroy})
      if (Parts[2] == nameOf(F)) {
        Result.Fix = Parts[0].str();
        Result.What = request(Opts, Seed, F, At);
        return Result;
      }
  error("--replay wants FIX:SEED:FAULT:POINT, as in 1:17:cancel:3; faults are none, exception, "
        "cancel and destroy");
  return std::nullopt;
}

void show(llvm::StringRef Which, const Run &R) {
  static constexpr llvm::StringLiteral Endings[] = {
      "returns", "ends with an error", "is cancelled", "is destroyed", "deadlocks", "does not end"};
  llvm::raw_ostream &Out = llvm::outs();
  Out << Which << ":\n";
  if (R.Seen.Injected)
    Out << "  " << nameOf(R.Asked.Inject) << " at suspension point " << R.Asked.At << ", "
        << R.Seen.Place << "; that task "
        << Endings[std::min<size_t>(static_cast<size_t>(R.Seen.Target), 5)] << '\n';
  std::string Wrong = R.trouble();
  Out << "  the main task " << Endings[std::min<size_t>(static_cast<size_t>(R.Seen.End), 5)];
  if (!Wrong.empty())
    Out << ": " << Wrong;
  else if (R.Seen.Uncaught)
    Out << "; the program ends with an uncaught exception";
  else
    Out << "; the program ends with exit code " << R.Process.ExitCode;
  Out << "\n  makespan " << readable(R.Seen.Makespan) << ", longest step "
      << readable(R.Seen.LongestStep) << ", " << R.Seen.Peak << " tasks at once\n";
  if (R.Seen.Open[0])
    Out << "  stays open: " << R.Seen.Open << '\n';
  for (auto [What, Text] : {std::pair<llvm::StringRef, llvm::StringRef>{"prints", R.Out},
                            {"on standard error", R.Err}}) {
    if (Text.empty())
      continue;
    Out << "  " << What << ":\n";
    llvm::SmallVector<llvm::StringRef, 0> Lines;
    Text.rtrim('\n').split(Lines, '\n');
    for (llvm::StringRef Line : Lines)
      Out << "    " << Line << '\n';
  }
}

bool draw(const Options &Opts, const std::string &Before, const std::string &After, Request What) {
  What.WantsEvents = 1;
  std::unique_ptr<Program> Old = Program::start(Before), New = Program::start(After);
  std::unique_ptr<Run> A = Old ? Old->run(What) : nullptr, B = New ? New->run(What) : nullptr;
  if (!A || !B) {
    error("the programs are gone");
    return false;
  }
  std::error_code Wrong;
  llvm::raw_fd_ostream Out(Opts.Timeline, Wrong);
  if (!Wrong)
    Out << drawn(*A, *B);
  Out.flush();
  if (Wrong || Out.has_error()) {
    error(Opts.Timeline + ": cannot write: " + (Wrong ? Wrong : Out.error()).message());
    Out.clear_error();
    return false;
  }
  return true;
}

int replay(const Options &Opts, const Builder &B, const Proposals &Some) {
  std::optional<Replayed> Wanted = parseReplay(Opts);
  if (!Wanted)
    return BadInput;
  const Proposal *Which = nullptr;
  for (const Proposal &P : Some.All)
    if (P.Id == Wanted->Fix)
      Which = &P;
  if (!Which) {
    error("--replay: there is no fix `" + Wanted->Fix + "`");
    return BadInput;
  }
  std::string Paths[2];
  for (unsigned I = 0; I < 2; ++I) {
    Builder::Built Built = B.build(std::to_string(I), I ? Which->After : Texts());
    if (Built.Program.empty()) {
      error("the program does not build" + std::string(I ? " with the fix" : ""));
      llvm::errs() << Built.Messages;
      return NotRunnable;
    }
    Paths[I] = Built.Program;
    std::unique_ptr<Program> P = Program::start(Built.Program);
    std::unique_ptr<Run> R = P ? P->run(Wanted->What) : nullptr;
    if (!R) {
      error("the program cannot be started");
      return NotRunnable;
    }
    show(I ? "after" : "before", *R);
  }
  if (!Opts.Timeline.empty() && !draw(Opts, Paths[0], Paths[1], Wanted->What))
    return BadInput;
  return AllHold;
}

/// Each proposal by each of its promises. \p Versions begin with the one before.
std::vector<Judged> judgeAll(const Options &Opts, const Proposals &Some,
                             const std::vector<Version> &Versions) {
  // A fix that nobody can judge does not hold, and is not left out either.
  static const PromiseRow None{"", "none that a run can show", false};
  const Side &Before = Versions.front().Seen;
  std::vector<Judged> Rows;
  for (size_t I = 0; I < Some.All.size(); ++I) {
    const Proposal &P = Some.All[I];
    const Version &V = Versions[I + 1];
    for (const std::string &Check : P.Checks) {
      const PromiseRow *Known = promiseOf(Check);
      Judged Row{&P,
                 Known ? Known : &None,
                 {},
                 V.Seen.Plain.size(),
                 V.Seen.Faulty.size(),
                 V.Seen.CutOff || Before.CutOff};
      if (V.Built.Program.empty()) {
        Row.Result.Kind = Verdict::NotBuilt;
        Row.Result.Reason =
            llvm::StringRef(V.Built.Messages).take_until([](char C) { return C == '\n'; }).str();
      } else if (!Known || V.Seen.Plain.empty() || Before.Plain.empty()) {
        Row.Result.Kind = Verdict::Unproven;
        Row.Result.Reason = Known
                                ? "there was no time for a single run"
                                : "the fixes of " + Check + " make no promise that a run can show";
      } else {
        Row.Result = judge(*Known, P.Whole, Before, V.Seen, Opts.SlowStepMs);
      }
      Rows.push_back(std::move(Row));
    }
  }
  return Rows;
}

int run(int Argc, const char **Argv) {
  std::optional<Options> Opts = parseCommandLine(Argc, Argv);
  if (!Opts)
    return BadInput;
  if (Opts->ListKinds) {
    printKinds();
    return AllHold;
  }
  std::unique_ptr<Builder> B = Builder::make(*Opts);
  if (!B)
    return BadInput;
  if (Opts->DryRun) {
    std::optional<Proposals> Some = proposed(*Opts, B->database());
    if (!Some)
      return BadInput;
    printProposals(*Opts, *Some);
    return AllHold;
  }
  // First of all, so that what is wrong with the program is said by the compiler.
  std::vector<Version> Versions(1);
  Versions[0].Built = B->build("0", {});
  if (Versions[0].Built.Program.empty()) {
    error("the program does not build");
    llvm::errs() << Versions[0].Built.Messages;
    return NotRunnable;
  }
  std::optional<Proposals> Some =
      Opts->Promise.empty() ? proposed(*Opts, B->database()) : forced(*Opts);
  if (!Some)
    return BadInput;
  if (!Opts->Replay.empty())
    return replay(*Opts, *B, *Some);

  std::unique_ptr<Program> Tested = Program::start(Versions[0].Built.Program);
  std::unique_ptr<Run> First = Tested ? Tested->run(request(*Opts, 1)) : nullptr;
  Tested.reset();
  if (!First) {
    error("the program cannot be started");
    return NotRunnable;
  }
  if (!isRunnable(*First))
    return NotRunnable;

  bool FaultsMatter = false;
  for (const Proposal &P : Some->All)
    for (const std::string &Check : P.Checks)
      if (const PromiseRow *Row = promiseOf(Check))
        FaultsMatter |= Row->FaultsMatter;
  Plan How = planFor(*Opts, *First, FaultsMatter);
  Versions.resize(1 + Some->All.size());
  inParallel(Some->All.size(), Opts->Jobs, [&](size_t I) {
    Versions[I + 1].Built = B->build(std::to_string(I + 1), Some->All[I].After);
  });
  // Those that have to wait for their turn get as much of the budget.
  if (Opts->BudgetSeconds)
    How.Time = std::chrono::milliseconds(1000 * Opts->BudgetSeconds) /
               static_cast<int64_t>((Versions.size() + Opts->Jobs - 1) / Opts->Jobs);
  inParallel(Some->All.empty() ? 0 : Versions.size(), Opts->Jobs, [&](size_t I) {
    if (!Versions[I].Built.Program.empty())
      Versions[I].Seen = explore(Versions[I].Built.Program, *Opts, How);
  });

  const std::vector<Judged> Rows = judgeAll(*Opts, *Some, Versions);
  const bool Hold =
      llvm::all_of(Rows, [](const Judged &Row) { return Row.Result.Kind == Verdict::Holds; });
  Opts->Json ? printJson(*Opts, *Some, Rows) : printTable(*Opts, *Some, Rows);

  if (!Opts->Timeline.empty()) {
    // All fixes together stand last.
    if (Rows.empty() || Versions.back().Built.Program.empty()) {
      error("--timeline: there is nothing to draw");
      return BadInput;
    }
    const Request What =
        Versions.back().Seen.Plain.empty()
            ? request(*Opts, 1)
            : mostTelling(*Rows.back().Promise, Versions[0].Seen, Versions.back().Seen);
    if (!draw(*Opts, Versions[0].Built.Program, Versions.back().Built.Program, What))
      return BadInput;
  }
  if (Some->All.empty() && !Opts->AllowNone)
    return BadInput;
  return Hold ? AllHold : Refuted;
}

} // namespace
} // namespace cotidy::validate

int main(int Argc, const char **Argv) {
  // Keeps the checks' module, which nothing else names, in the program.
  (void)CotidyModuleAnchor;
  // A program under test may be gone when it is asked for a run.
  std::signal(SIGPIPE, SIG_IGN);
  return cotidy::validate::run(Argc, Argv);
}
