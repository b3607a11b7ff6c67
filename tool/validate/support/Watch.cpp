// SPDX-License-Identifier: Apache-2.0
// Simulates the runs of the program under test, and notes what happens in them.
#include "Inside.h"
#include "cotidy/runtime/detail/simulator.hpp"
#include "cotidy/runtime/observe.hpp"
#include "cotidy/runtime/run.hpp"
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <set>
#include <unistd.h>

namespace cotidy::validate {
namespace {

template <size_t N> void copy(char (&Into)[N], std::string_view Text) {
  const size_t Size = std::min(Text.size(), N - 1);
  std::memcpy(Into, Text.data(), Size);
  Into[Size] = 0;
}

rt::fault faultOf(Fault F) {
  switch (F) {
  case Fault::None:
    return rt::fault::none;
  case Fault::Exception:
    return rt::fault::exception;
  case Fault::Cancel:
    return rt::fault::cancel;
  case Fault::Destroy:
    return rt::fault::destroy;
  }
  return rt::fault::none;
}

Ending endingOf(rt::ending E) { return static_cast<Ending>(E); }
static_assert(static_cast<uint32_t>(rt::ending::deadlock) ==
                  static_cast<uint32_t>(Ending::Deadlock) &&
              static_cast<uint32_t>(rt::ending::destroyed) ==
                  static_cast<uint32_t>(Ending::Destroyed));

class Watcher final : public rt::run_observer {
public:
  Watcher(const Request &Wanted, Record &Into) : Wanted(Wanted), Into(Into) {}

  void begin(rt::run_options &Options) {
    // A program that simulates by itself is left alone.
    if (Options.simulate.seed || Options.simulate.follow)
      return;
    Schedule = rt::detail::schedule();
    Options.simulate.seed = Wanted.Seed + 1'000'003 * Into.Runs;
    Options.simulate.follow = &Schedule;
    Options.simulate.observer = this;
    // Points are counted through all runs of the program.
    if (Wanted.Inject != Fault::None && Wanted.At >= Into.Points) {
      Options.simulate.inject = faultOf(Wanted.Inject);
      Options.simulate.at = Wanted.At - Into.Points;
    }
    Options.debug = false;
    if (!Options.left_open)
      Options.left_open = &Open;
    OpenList = Options.left_open;
    OpenBefore = OpenList->size();
    Live.clear();
    watchResources();
  }

  void step_begins(const rt::observed_task &Task, bool First, time Now) override {
    if (++Steps > Wanted.MostSteps) {
      Into.NeverEnds = 1;
      Into.Makespan = (virtualTime()).count();
      ::_exit(0);
    }
    if (First) {
      Live.insert(Task.id());
      Into.Peak = std::max(Into.Peak, static_cast<uint32_t>(Live.size()));
      if (Task.id() != 1) {
        ++Into.Tasks;
        Into.Unnamed += !Task.named();
      }
      if (Wanted.WantsEvents && Task.id() < MostTasks)
        copy(Into.Names[Task.id()], Task.name());
    }
    Begun = Now;
    note(Event::Runs, Task, Now);
  }

  void step_ends(const rt::observed_task &Task, time Now) override {
    took(Now);
    // Suspended, it says in which of its coroutines it is.
    if (Into.Injected && Task.id() == Target && !PlaceIsExact && Wanted.Inject != Fault::Exception)
      place(Task);
    PlaceIsExact |= Into.Injected != 0;
    const char *State = Task.state();
    note(std::strcmp(State, "can run") == 0 ? Event::CanRun : Event::Waits, Task, Now, State);
  }

  void task_ends(const rt::observed_task &Task, rt::ending How, time Now) override {
    if (How != rt::ending::destroyed)
      took(Now);
    Live.erase(Task.id());
    if (Into.Injected && Task.id() == Target && Into.Target == Ending::None)
      Into.Target = endingOf(How);
    note(Event::Ends, Task, Now, "", endingOf(How));
  }

  void fault_injected(const rt::observed_task &Task, time Now) override {
    Into.Injected = 1;
    Target = Task.id();
    place(Task);
    note(Event::Struck, Task, Now);
  }

  void never_awaited(const std::source_location &) override { ++Into.NeverAwaited; }
  void error_unseen(const rt::observed_task &) override { ++Into.Unseen; }

  void run_ends(rt::ending How, time Now) override {
    ++Into.Runs;
    Into.End = endingOf(How);
    Into.Points += static_cast<uint32_t>(Schedule.suspension_points);
    keepTime(Now);
    Into.Makespan = virtualTime().count();
    const Kept Left = keptResources();
    Into.OpenFiles += Left.Files;
    Into.OpenBlocks += Left.Blocks;
    std::string Names = Left.Names;
    for (size_t I = OpenBefore; I < OpenList->size(); ++I) {
      ++Into.OpenMarks;
      Names += (Names.empty() ? "" : ", ") + (*OpenList)[I].what;
    }
    if (!Names.empty())
      copy(Into.Open, Names);
  }

private:
  void place(const rt::observed_task &Task) {
    std::string Place;
    for (const std::source_location &Each : Task.stack()) {
      const std::string_view File = Each.file_name();
      Place += (Place.empty() ? "" : " < ") + std::string(File.substr(File.rfind('/') + 1)) + ":" +
               std::to_string(Each.line());
    }
    copy(Into.Place, "task " + Task.name() + " at " + Place);
  }

  void took(time Now) {
    const int64_t Took = (Now - Begun).count();
    Into.LongestStep = std::max(Into.LongestStep, Took);
    Into.BlockedTime += Took;
    Begun = Now;
  }

  void note(Event::KindT Kind, const rt::observed_task &Task, time Now, const char *What = "",
            Ending How = Ending::None) {
    if (!Wanted.WantsEvents || Into.Events == MostEvents)
      return;
    Event &E = Into.Timeline[Into.Events++];
    E = {Now.count(), Task.id(), Kind, How, {}};
    copy(E.What, What);
  }

  const Request Wanted;
  Record &Into;
  rt::detail::schedule Schedule;
  std::vector<rt::open_resource> Open, *OpenList = &Open;
  size_t OpenBefore = 0;
  std::set<uint32_t> Live;
  uint32_t Steps = 0, Target = 0;
  bool PlaceIsExact = false;
  time Begun{0};
};

Watcher *Only = nullptr;

} // namespace

void watchRuns(const Request &Wanted, Record &Into) {
  static Watcher Watching(Wanted, Into);
  Only = &Watching;
  rt::set_run_hook([](rt::run_options &Options) { Only->begin(Options); });
}

} // namespace cotidy::validate
