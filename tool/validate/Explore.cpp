// SPDX-License-Identifier: Apache-2.0
// Which runs are made, and in which order.
#include "Explore.h"
#include <algorithm>

namespace cotidy::validate {

Request request(const Options &Opts, uint64_t Seed, Fault Inject, uint32_t At) {
  Request Result;
  Result.Seed = Seed;
  Result.Inject = Inject;
  Result.At = At;
  Result.TimeoutMs = Opts.TimeoutMs;
  Result.MostSteps = Opts.MostSteps;
  return Result;
}

Plan planFor(const Options &Opts, const Run &First, bool FaultsMatter) {
  Plan Result;
  Result.Schedules = Opts.Schedules;
  if (!Opts.Faults)
    return Result;
  Result.Faults = {Fault::Exception, Fault::Cancel, Fault::Destroy};
  // As many runs with faults as without where they decide, a quarter where they do not.
  const unsigned Runs = std::max(1u, FaultsMatter ? Opts.Schedules : Opts.Schedules / 4);
  const unsigned OfOneSeed = std::max(1u, 3 * First.Seen.Points);
  Result.FaultySeeds = std::clamp(Runs / OfOneSeed, 2u, std::max(2u, Opts.Schedules));
  Result.Stride = std::max(1u, OfOneSeed * Result.FaultySeeds / (4 * Runs + 24));
  return Result;
}

Side explore(const std::string &Path, const Options &Opts, const Plan &How) {
  Side Result;
  std::unique_ptr<Program> Tested = Program::start(Path);
  // A program that hangs would take its time again and again.
  unsigned Killed = 0;
  const auto Begun = std::chrono::steady_clock::now();
  auto Run = [&](const Request &Wanted) -> validate::Run * {
    if (!Tested || Killed >= 3 || std::chrono::steady_clock::now() - Begun >= How.Time) {
      Result.CutOff = true;
      return nullptr;
    }
    std::unique_ptr<validate::Run> Next = Tested->run(Wanted);
    if (!Next) {
      Tested.reset();
      Result.CutOff = true;
      return nullptr;
    }
    Killed += Next->Process.TimedOut;
    auto &Into = Wanted.Inject == Fault::None ? Result.Plain : Result.Faulty;
    Into.push_back(std::move(Next));
    return Into.back().get();
  };
  for (unsigned I = 0; I < How.Schedules; ++I)
    if (!Run(request(Opts, 1 + I)))
      break;
  if (Result.Plain.empty()) {
    Result.Gone = "it cannot be started";
    return Result;
  }
  for (Fault Inject : How.Faults)
    for (unsigned I = 0; I < How.FaultySeeds && I < Result.Plain.size(); ++I)
      // Up to the first point that is not there; the plain run says how many there may be.
      for (uint32_t At = I % How.Stride; !Result.CutOff; At += How.Stride) {
        validate::Run *Last = Run(request(Opts, 1 + I, Inject, At));
        if (!Last || Last->Seen.Injected)
          continue;
        if (!Last->Process.TimedOut)
          Result.Faulty.pop_back();
        break;
      }
  return Result;
}

} // namespace cotidy::validate
