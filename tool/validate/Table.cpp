// SPDX-License-Identifier: Apache-2.0
// Prints verdicts.
#include "Table.h"
#include "fixes/Kinds.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/WithColor.h"
#include <array>

namespace cotidy::validate {
namespace {

llvm::StringRef nameOf(Verdict::KindT Kind) {
  switch (Kind) {
  case Verdict::Holds:
    return "holds";
  case Verdict::Refuted:
    return "refuted";
  case Verdict::Unproven:
    return "unproven";
  case Verdict::NotBuilt:
    return "does not build";
  }
  return "";
}

std::string fixCell(const Proposal &P) {
  if (P.Id == "all")
    return "all together";
  if (P.Id == "patch")
    return "the change given";
  return "line " + std::to_string(P.Line) + ": " + P.Kind + (P.Safe ? " (safe)" : " (suggestion)");
}

llvm::json::Value orNull(const std::string &Text) {
  return Text.empty() ? llvm::json::Value(nullptr) : llvm::json::Value(Text);
}

} // namespace

std::string replayOf(const Judged &Row) {
  const Run *W = Row.Result.Witness;
  if (!W)
    return "";
  return Row.What->Id + ":" + std::to_string(W->Asked.Seed) + ":" +
         validate::nameOf(W->Asked.Inject) + ":" + std::to_string(W->Asked.At);
}

void printTable(const Options &Opts, const Proposals &From, llvm::ArrayRef<Judged> Rows) {
  llvm::raw_ostream &Out = llvm::outs();
  const std::string Name = llvm::sys::path::filename(Opts.Program).str();
  if (Rows.empty()) {
    Out << Name << ": "
        << (From.Findings ? "no finding has a fix: nothing to validate\n"
                          : "no findings: nothing to validate\n");
    return;
  }
  using Line = std::array<std::string, 6>;
  std::vector<Line> Lines{{"", "fix", "promise", "before", "after", "verdict"}};
  for (const Judged &Row : Rows)
    Lines.push_back({Row.What->Id == "all" || Row.What->Id == "patch" ? "" : Row.What->Id,
                     fixCell(*Row.What), Row.Promise->Promise.str(), Row.Result.Before,
                     Row.Result.After, nameOf(Row.Result.Kind).str()});
  std::array<size_t, 6> Widths{};
  for (const Line &L : Lines)
    for (size_t I = 0; I < L.size(); ++I)
      Widths[I] = std::max(Widths[I], L[I].size());
  auto Print = [&](const Line &L, size_t Row) {
    for (size_t I = 0; I + 1 < L.size(); ++I)
      if (Widths[I])
        Out << L[I] << std::string(Widths[I] - L[I].size() + 2, ' ');
    const bool Colours = Row && Out.has_colors() && !llvm::sys::Process::GetEnv("NO_COLOR");
    if (Colours)
      Out.changeColor(Rows[Row - 1].Result.Kind == Verdict::Holds ? llvm::raw_ostream::GREEN
                                                                  : llvm::raw_ostream::RED,
                      /*Bold=*/true);
    Out << L.back();
    if (Colours)
      Out.resetColor();
    Out << '\n';
  };
  Out << Name << '\n';
  for (size_t I = 0; I < Lines.size(); ++I)
    Print(Lines[I], I);
  Out << '\n';
  size_t Schedules = 0, Faults = 0;
  bool CutOff = false;
  for (const Judged &Row : Rows) {
    Schedules = std::max(Schedules, Row.Schedules);
    Faults = std::max(Faults, Row.Faults);
    CutOff |= Row.CutOff;
    if (Row.Result.Kind == Verdict::Holds)
      continue;
    Out << fixCell(*Row.What) << ": " << nameOf(Row.Result.Kind) << ": " << Row.Result.Reason
        << '\n';
    const Run *W = Row.Result.Witness;
    if (!W)
      continue;
    Out << "  seed " << W->Asked.Seed;
    if (W->Asked.Inject != Fault::None)
      Out << ", " << validate::nameOf(W->Asked.Inject) << " at suspension point " << W->Asked.At
          << ", " << W->Seen.Place;
    Out << "\n  again: --replay " << replayOf(Row) << '\n';
  }
  Out << Schedules << " schedules and " << Faults << " runs with a fault for each version";
  if (CutOff)
    Out << " (fewer than planned: the time was up, or too many runs had to be killed)";
  Out << '\n';
}

void printJson(const Options &Opts, const Proposals &From, llvm::ArrayRef<Judged> Rows) {
  llvm::json::Array List;
  bool Hold = true;
  for (const Judged &Row : Rows) {
    Hold &= Row.Result.Kind == Verdict::Holds;
    llvm::json::Object Each{{"fix", Row.What->Id},
                            {"kind", orNull(Row.What->Kind)},
                            {"safe", Row.What->Safe},
                            {"check", orNull(Row.Promise->Check.str())},
                            {"promise", Row.Promise->Promise},
                            {"file", Row.What->File},
                            {"message", Row.What->Message},
                            {"before", orNull(Row.Result.Before)},
                            {"after", orNull(Row.Result.After)},
                            {"verdict", nameOf(Row.Result.Kind)},
                            {"reason", orNull(Row.Result.Reason)},
                            {"replay", orNull(replayOf(Row))},
                            {"schedules", int64_t(Row.Schedules)},
                            {"faults", int64_t(Row.Faults)},
                            {"cutOff", Row.CutOff}};
    if (Row.What->Line)
      Each["line"] = int64_t(Row.What->Line);
    List.push_back(std::move(Each));
  }
  llvm::outs() << llvm::formatv("{0:2}", llvm::json::Value(llvm::json::Object{
                                             {"program", Opts.Program},
                                             {"findings", int64_t(From.Findings)},
                                             {"withoutFix", int64_t(From.Unfixable)},
                                             {"everyFixHolds", Hold},
                                             {"fixes", std::move(List)}}))
               << '\n';
}

void printProposals(const Options &Opts, const Proposals &Some) {
  llvm::json::Array List;
  for (const Proposal &P : Some.All) {
    if (!Opts.Json) {
      llvm::outs() << P.Id << "  " << fixCell(P) << "  " << P.Message << '\n';
    } else if (P.Id != "all") {
      List.push_back(llvm::json::Object{{"fix", P.Id},
                                        {"kind", orNull(P.Kind)},
                                        {"safe", P.Safe},
                                        {"check", P.Checks.front()},
                                        {"file", P.File},
                                        {"line", int64_t(P.Line)},
                                        {"message", P.Message}});
    }
  }
  if (Opts.Json)
    llvm::outs() << llvm::formatv("{0:2}", llvm::json::Value(llvm::json::Object{
                                               {"program", Opts.Program},
                                               {"findings", int64_t(Some.Findings)},
                                               {"withoutFix", int64_t(Some.Unfixable)},
                                               {"fixes", std::move(List)}}))
                 << '\n';
  else if (Some.All.empty())
    printTable(Opts, Some, {});
}

void printKinds() {
  llvm::json::Array List;
  for (const FixRow &Row : fixRows())
    List.push_back(
        llvm::json::Object{{"kind", Row.Name},
                           {"check", Row.Check},
                           {"safe", (Row.Ships & FixRow::Safe) != 0},
                           {"suggestion", (Row.Ships & FixRow::Suggestion) != 0},
                           {"provenOn", Row.ProvenOn == FixRow::Runtime ? "runtime" : "libraries"},
                           {"what", Row.Summary}});
  llvm::outs() << llvm::formatv("{0:2}", llvm::json::Value(std::move(List))) << '\n';
}

} // namespace cotidy::validate
