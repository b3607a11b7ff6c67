// SPDX-License-Identifier: Apache-2.0
// One function a promise. Each first looks for a run that speaks against it, then for proof.
#include "Judge.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace cotidy::validate {
namespace {

/// Runs that can be compared: the same seed, and the same fault at the same point.
using Key = std::tuple<uint64_t, Fault, uint32_t>;
Key keyOf(const Run &R) { return {R.Asked.Seed, R.Asked.Inject, R.Asked.At}; }

struct Case {
  const Side &Before, &After;
  bool Whole;
  int64_t SlowStep;
  std::map<Key, const Run *> BeforeAt; ///< The faulty runs of the version before.

  Case(const Side &Before, const Side &After, bool Whole, unsigned SlowStepMs)
      : Before(Before), After(After), Whole(Whole), SlowStep(int64_t(SlowStepMs) * 1'000'000) {
    for (const auto &R : Before.Faulty)
      BeforeAt[keyOf(*R)] = R.get();
  }
  const Run *before(const Run &After) const {
    auto It = BeforeAt.find(keyOf(After));
    return It == BeforeAt.end() ? nullptr : It->second;
  }
};

Verdict refuted(const Run &Witness, std::string Reason) {
  Verdict Result;
  Result.Kind = Verdict::Refuted;
  Result.Witness = &Witness;
  Result.Reason = std::move(Reason);
  return Result;
}

Verdict unproven(std::string Reason) {
  Verdict Result;
  Result.Kind = Verdict::Unproven;
  Result.Reason = std::move(Reason);
  return Result;
}

bool struck(const Run &R) { return R.Seen.Injected; }

/// What the run printed, on one line.
std::string shown(const Run &R) {
  std::string Wrong = R.trouble();
  if (!Wrong.empty())
    return Wrong;
  std::string Text;
  for (char C : R.Out)
    if (C == '\n')
      Text += Text.empty() || Text.ends_with(" / ") ? "" : " / ";
    else
      Text += C;
  if (llvm::StringRef(Text).ends_with(" / "))
    Text.resize(Text.size() - 3);
  if (Text.size() > 120)
    Text = Text.substr(0, 117) + "...";
  Text = Text.empty() ? "it prints nothing" : "it prints `" + Text + "`";
  if (R.Seen.Uncaught)
    Text += " and ends with an uncaught exception";
  else if (R.Process.ExitCode)
    Text += " and ends with exit code " + std::to_string(R.Process.ExitCode);
  return Text;
}

/// Holds for every fix: no schedule and no fault brings a crash, a deadlock or a run without end
/// that the version before does not have.
Verdict bringsNoTrouble(const Case &C) {
  std::set<std::string> Known;
  for (const auto *Runs : {&C.Before.Plain, &C.Before.Faulty})
    for (const auto &R : *Runs)
      Known.insert(R->trouble());
  for (const auto *Runs : {&C.After.Plain, &C.After.Faulty})
    for (const auto &R : *Runs)
      if (std::string Wrong = R->trouble(); !Wrong.empty() && !Known.contains(Wrong))
        return refuted(*R, Wrong + ", which the program before never does");
  return {};
}

/// Undisturbed, the version after has no result that the version before cannot have.
Verdict sameResults(const Case &C) {
  std::set<std::string> Known;
  for (const auto &R : C.Before.Plain)
    Known.insert(R->result());
  for (const auto &R : C.After.Plain)
    if (!Known.contains(R->result()))
      return refuted(*R, shown(*R) + ", where before " + shown(*C.Before.Plain.front()) +
                             (Known.size() > 1 ? " or one of " + std::to_string(Known.size() - 1) +
                                                     " other results"
                                               : ""));
  return {};
}

std::string results(const Side &S) {
  std::set<std::string> Different;
  for (const auto &R : S.Plain)
    Different.insert(R->result());
  return std::to_string(Different.size()) + (Different.size() == 1 ? " result" : " results");
}

using Number = std::function<int64_t(const Run &)>;

std::vector<int64_t> sorted(const std::vector<std::unique_ptr<Run>> &Runs, const Number &Of) {
  std::vector<int64_t> Result;
  for (const auto &R : Runs)
    Result.push_back(Of(*R));
  llvm::sort(Result);
  return Result;
}

const Run *most(const std::vector<std::unique_ptr<Run>> &Runs, const Number &Of) {
  const Run *Found = nullptr;
  for (const auto &R : Runs)
    if (!Found || Of(*R) > Of(*Found))
      Found = R.get();
  return Found;
}

int64_t highest(const std::vector<std::unique_ptr<Run>> &Runs, const Number &Of) {
  const Run *Found = most(Runs, Of);
  return Found ? Of(*Found) : 0;
}

Verdict shorterMakespan(const Case &C) {
  Verdict V = sameResults(C);
  const Number Makespan = [](const Run &R) { return R.Seen.Makespan; };
  const std::vector<int64_t> Old = sorted(C.Before.Plain, Makespan);
  const std::vector<int64_t> New = sorted(C.After.Plain, Makespan);
  const int64_t OldMedian = Old[Old.size() / 2], NewMedian = New[New.size() / 2];
  auto Peak = [](const Side &S) {
    return std::to_string(highest(S.Plain, [](const Run &R) { return int64_t(R.Seen.Peak); }));
  };
  if (V.Kind == Verdict::Holds) {
    if (Old.back() == 0)
      V = unproven("no time passes in the program, before or after");
    else if (NewMedian >= OldMedian)
      V = refuted(*C.After.Plain.front(), "the makespan is not shorter: " + readable(NewMedian) +
                                              ", before " + readable(OldMedian));
    else if (New.back() > Old.back())
      V = refuted(*most(C.After.Plain, Makespan), "under this schedule it takes " +
                                                      readable(New.back()) + ", before at most " +
                                                      readable(Old.back()));
  }
  V.Before = results(C.Before) + ", " + readable(OldMedian) + ", " + Peak(C.Before) + " at once";
  V.After = results(C.After) + ", " + readable(NewMedian) + ", " + Peak(C.After) + " at once";
  return V;
}

Verdict shorterSteps(const Case &C) {
  Verdict V = sameResults(C);
  const Number Longest = [](const Run &R) { return R.Seen.LongestStep; };
  const Number Blocked = [](const Run &R) { return R.Seen.BlockedTime; };
  const int64_t Old = highest(C.Before.Plain, Longest), New = highest(C.After.Plain, Longest);
  if (V.Kind == Verdict::Holds) {
    if (Old == 0)
      V = unproven("no step takes any time before");
    else if (C.Whole && New > C.SlowStep)
      V = refuted(*most(C.After.Plain, Longest),
                  "a step still takes " + readable(New) + ", the limit is " + readable(C.SlowStep));
    else if (highest(C.After.Plain, Blocked) >= highest(C.Before.Plain, Blocked))
      V = refuted(*most(C.After.Plain, Blocked), "the thread is blocked for as long as before: " +
                                                     readable(highest(C.After.Plain, Blocked)) +
                                                     " in all");
  }
  V.Before = results(C.Before) + ", longest step " + readable(Old);
  V.After = results(C.After) + ", longest step " + readable(New);
  return V;
}

bool endedCancelled(const Run &R) {
  return R.trouble().empty() && R.Seen.Target == Ending::Cancelled;
}

Verdict endsCancelled(const Case &C) {
  Verdict V = sameResults(C);
  unsigned Old = 0, OldAll = 0, New = 0, NewAll = 0, Better = 0;
  const Run *Worse = nullptr, *Left = nullptr;
  for (const auto &R : C.Before.Faulty)
    if (R->Asked.Inject == Fault::Cancel && struck(*R)) {
      ++OldAll;
      Old += endedCancelled(*R);
    }
  for (const auto &R : C.After.Faulty) {
    if (R->Asked.Inject != Fault::Cancel || !struck(*R))
      continue;
    ++NewAll;
    const Run *Was = C.before(*R);
    if (endedCancelled(*R)) {
      ++New;
      Better += Was && !endedCancelled(*Was);
      continue;
    }
    Left = Left ? Left : R.get();
    if (Was && endedCancelled(*Was) && !Worse)
      Worse = R.get();
  }
  if (V.Kind == Verdict::Holds) {
    auto How = [](const Run &R) {
      return R.trouble().empty() ? std::string("the cancelled task ends as if nothing had happened")
                                 : R.trouble();
    };
    if (!NewAll)
      V = unproven("no run was cancelled anywhere");
    else if (Worse)
      V = refuted(*Worse, How(*Worse) + ", where before it ended cancelled");
    else if (C.Whole && Left)
      V = refuted(*Left, How(*Left));
    else if (!Better)
      V = Left ? refuted(*Left, How(*Left) + ", as before")
               : unproven("before, the program ends cancelled wherever it is cancelled, too");
  }
  auto Share = [](unsigned Good, unsigned All) {
    return std::to_string(Good) + " of " + std::to_string(All) + " cancellations arrive";
  };
  V.Before = Share(Old, OldAll);
  V.After = Share(New, NewAll);
  return V;
}

Verdict nothingOpen(const Case &C) {
  Verdict V = sameResults(C);
  // What undisturbed runs of both versions keep was meant to be kept.
  const RecordHead &OldUsual = C.Before.Plain.front()->Seen,
                   &NewUsual = C.After.Plain.front()->Seen;
  auto Open = [&](const Run &R) -> unsigned {
    auto Beyond = [&](uint32_t RecordHead::*Count) {
      const uint32_t Usual = std::min(OldUsual.*Count, NewUsual.*Count);
      return std::max(R.Seen.*Count, Usual) - Usual;
    };
    // Whoever wants the lock or the permit that was not given back waits for ever.
    return Beyond(&RecordHead::OpenFiles) + Beyond(&RecordHead::OpenBlocks) +
           Beyond(&RecordHead::OpenMarks) + (R.Seen.End == Ending::Deadlock);
  };
  std::map<uint64_t, const Run *> PlainBefore;
  unsigned Old = 0, New = 0, Better = 0;
  const Run *Worse = nullptr, *Left = nullptr;
  for (const auto &R : C.Before.Plain)
    PlainBefore[R->Asked.Seed] = R.get();
  for (const auto &R : C.Before.Faulty)
    Old += Open(*R) != 0;
  for (const auto *Runs : {&C.After.Plain, &C.After.Faulty})
    for (const auto &R : *Runs) {
      const bool Plain = R->Asked.Inject == Fault::None;
      const unsigned Now = Open(*R);
      const Run *Was = Plain ? PlainBefore[R->Asked.Seed] : C.before(*R);
      const unsigned Then = Was ? Open(*Was) : 0;
      New += Now != 0 && !Plain;
      Better += Was && Now < Then;
      if (!Now)
        continue;
      Left = Left ? Left : R.get();
      if (!Worse && Was && Now > Then)
        Worse = R.get();
    }
  if (V.Kind == Verdict::Holds) {
    auto Says = [](const Run &R) {
      return R.Seen.Open[0] ? std::string(R.Seen.Open) + " stays open"
                            : std::string("somebody waits for ever for what was not given back");
    };
    if (C.After.Faulty.empty())
      V = unproven("nothing was thrown anywhere");
    else if (Worse)
      V = refuted(*Worse, Says(*Worse) + (Worse->Asked.Inject == Fault::None
                                              ? ", although nothing was thrown"
                                              : ", more than before"));
    else if (C.Whole && Left)
      V = refuted(*Left, Says(*Left));
    else if (!Better)
      V = Left ? refuted(*Left, Says(*Left) + ", as before")
               : unproven("before, nothing stays open either");
  }
  V.Before = std::to_string(Old) + " of " + std::to_string(C.Before.Faulty.size()) +
             " faults leave something open";
  V.After = std::to_string(New) + " of " + std::to_string(C.After.Faulty.size());
  return V;
}

Verdict taskRuns(const Case &C) {
  Verdict V;
  const Number Dropped = [](const Run &R) { return int64_t(R.Seen.NeverAwaited); };
  const Number Unseen = [](const Run &R) { return int64_t(R.Seen.Unseen); };
  const int64_t Old = highest(C.Before.Plain, Dropped), New = highest(C.After.Plain, Dropped);
  const Run &First = *C.After.Plain.front(), &Was = *C.Before.Plain.front();
  // An error is lost when nobody sees it, or when the run ends as if there had been none.
  auto LostIn = [&](const Side &S) -> const Run * {
    std::map<uint64_t, std::string> Usual;
    for (const auto &R : S.Plain)
      Usual[R->Asked.Seed] = R->result();
    for (const auto &R : S.Faulty)
      if (R->Asked.Inject == Fault::Exception && struck(*R) &&
          (Unseen(*R) || R->result() == Usual[R->Asked.Seed]))
        return R.get();
    return nullptr;
  };
  const Run *Lost = LostIn(C.After), *LostBefore = LostIn(C.Before);
  if (Old == 0 && !LostBefore)
    V = unproven("before, every task runs and is heard");
  else if (New >= Old && Old != 0)
    V = refuted(*most(C.After.Plain, Dropped), "a task is still dropped and never runs");
  else if (C.Whole && New != 0)
    V = refuted(*most(C.After.Plain, Dropped), "a task is dropped and never runs");
  else if (Old != 0 && First.Seen.Points <= Was.Seen.Points && First.result() == Was.result())
    V = refuted(First, "nothing runs that did not run before");
  else if (Lost && !LostBefore)
    V = refuted(*Lost, "an error of a task arrives nowhere");
  V.Before = std::to_string(Old) + " never run" + (LostBefore ? ", errors are lost" : "");
  V.After = std::to_string(New) + " never run" + (Lost ? ", errors are lost" : "");
  return V;
}

Verdict tasksNamed(const Case &C) {
  Verdict V = sameResults(C);
  const Number Unnamed = [](const Run &R) { return int64_t(R.Seen.Unnamed); };
  const int64_t Old = highest(C.Before.Plain, Unnamed), New = highest(C.After.Plain, Unnamed);
  if (V.Kind == Verdict::Holds) {
    if (Old == 0)
      V = unproven("before, no task is without a name");
    else if (New >= Old)
      V = refuted(*most(C.After.Plain, Unnamed), "a task still has no name");
  }
  V.Before = results(C.Before) + ", " + std::to_string(Old) + " unnamed";
  V.After = results(C.After) + ", " + std::to_string(New) + " unnamed";
  return V;
}

Verdict neverDeadlocks(const Case &C) {
  Verdict V = sameResults(C);
  auto Count = [](const Side &S) {
    unsigned Result = 0;
    for (const auto &R : S.Plain)
      Result += R->Seen.End == Ending::Deadlock || R->Process.TimedOut;
    return Result;
  };
  if (V.Kind == Verdict::Holds) {
    for (const auto &R : C.After.Plain)
      if (!R->trouble().empty()) {
        V = refuted(*R, R->trouble());
        break;
      }
    if (V.Kind == Verdict::Holds && Count(C.Before) == 0)
      V = unproven("before, no schedule deadlocks either");
  }
  V.Before = std::to_string(Count(C.Before)) + " deadlocks";
  V.After = std::to_string(Count(C.After)) + " deadlocks";
  return V;
}

struct Rule {
  PromiseRow Row;
  Verdict (*Judge)(const Case &);
};

const Rule Rules[] = {
    {{"coro-await-in-loop", "same results under every schedule, shorter makespan", false},
     shorterMakespan},
    {{"coro-blocking-call", "same results, longest step within the limit", false}, shorterSteps},
    {{"coro-cpu-bound", "same results, longest step within the limit", false}, shorterSteps},
    {{"coro-swallowed-cancellation", "cancelled anywhere it ends cancelled, else same results",
      true},
     endsCancelled},
    {{"coro-unscoped-resource", "whatever is thrown anywhere, nothing stays open", true},
     nothingOpen},
    {{"coro-lock-across-await", "no schedule deadlocks", false}, neverDeadlocks},
    {{"coro-dropped-task", "the body runs, its errors arrive", true}, taskRuns},
    {{"coro-unnamed-task", "same results, and the task has a name", false}, tasksNamed},
};

} // namespace

llvm::ArrayRef<PromiseRow> promises() {
  static const std::vector<PromiseRow> Rows = [] {
    std::vector<PromiseRow> Result;
    for (const Rule &R : Rules)
      Result.push_back(R.Row);
    return Result;
  }();
  return Rows;
}

const PromiseRow *promiseOf(llvm::StringRef Check) {
  for (const PromiseRow &Row : promises())
    if (Row.Check == Check || Row.Check.drop_front(5) == Check)
      return &Row;
  return nullptr;
}

std::string readable(int64_t Nanoseconds) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  const double T = static_cast<double>(Nanoseconds);
  if (Nanoseconds == 0)
    Out << "0 ms";
  else if (T < 1e6)
    Out << llvm::format("%.3g us", T / 1e3);
  else if (T < 1e9)
    Out << llvm::format("%.4g ms", T / 1e6);
  else
    Out << llvm::format("%.4g s", T / 1e9);
  return Text;
}

Verdict judge(const PromiseRow &Promise, bool Whole, const Side &Before, const Side &After,
              unsigned SlowStepMs) {
  if (!After.Gone.empty()) {
    Verdict V;
    V.Kind = Verdict::Refuted;
    V.Reason = After.Gone;
    return V;
  }
  const Case C(Before, After, Whole, SlowStepMs);
  for (const Rule &R : Rules)
    if (R.Row.Check == Promise.Check) {
      Verdict V = R.Judge(C);
      if (V.Kind != Verdict::Refuted)
        // The promise is kept, but not at any price.
        if (Verdict Trouble = bringsNoTrouble(C); Trouble.Kind == Verdict::Refuted) {
          Trouble.Before = V.Before;
          Trouble.After = V.After;
          return Trouble;
        }
      return V;
    }
  return unproven("there is no promise");
}

Request mostTelling(const PromiseRow &Promise, const Side &Before, const Side &After) {
  if (Promise.FaultsMatter) {
    const Case C(Before, After, true, 0);
    const bool Cancels = Promise.Check == "coro-swallowed-cancellation";
    for (const auto &R : After.Faulty) {
      const Run *Was = C.before(*R);
      if (!Was || R->Asked.Inject == Fault::Destroy)
        continue;
      if (Cancels ? endedCancelled(*R) && !endedCancelled(*Was)
                  : std::string_view(Was->Seen.Open) != R->Seen.Open)
        return R->Asked;
    }
  }
  return Before.Plain.front()->Asked;
}

} // namespace cotidy::validate
