// SPDX-License-Identifier: Apache-2.0
// What an observer of a simulation is told, the hook on run(), and time that calls take.
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/observe.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/thread_pool.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

// Writes down what it is told.
struct notes final : run_observer {
  std::map<std::string, std::vector<std::string>> of_task;
  std::map<std::string, ending> ended;
  std::vector<std::string> struck;
  int never = 0, unseen = 0, ends = 0;
  ending run{};
  time longest{0}, began{0}, total{0};

  void step_begins(const observed_task &task, bool first, time now) override {
    began = now;
    of_task[task.name()].push_back(first ? "begins" : "runs");
  }
  void step_ends(const observed_task &task, time now) override {
    longest = std::max(longest, now - began);
    of_task[task.name()].push_back(task.state());
  }
  void task_ends(const observed_task &task, ending how, time) override { ended[task.name()] = how; }
  void fault_injected(const observed_task &task, time) override { struck.push_back(task.name()); }
  void never_awaited(const std::source_location &) override { ++never; }
  void error_unseen(const observed_task &) override { ++unseen; }
  void run_ends(ending how, time now) override {
    ++ends;
    run = how;
    total = now;
  }
};

task<int> nap() {
  co_await sleep_for(5ms);
  co_return 1;
}

task<> fail() {
  co_await yield();
  throw std::runtime_error("failed");
}

simulate_options watched_by(notes &told, fault inject = fault::none, std::size_t at = 0) {
  simulate_options options;
  options.seed = 1;
  options.inject = inject;
  options.at = at;
  options.observer = &told;
  return options;
}

TEST(Observe, StepsAndEndsOfEachTask) {
  notes told;
  run(
      []() -> task<> {
        auto named = spawn(nap(), {.name = "nap"});
        co_await named;
      }(),
      {.simulate = watched_by(told)});
  EXPECT_EQ(told.of_task["'nap'"], (std::vector<std::string>{"begins", "a timer", "runs"}));
  EXPECT_EQ(told.of_task["'main'"], (std::vector<std::string>{"begins", "a task", "runs"}));
  EXPECT_EQ(told.ended.at("'nap'"), ending::returned);
  EXPECT_EQ(told.run, ending::returned);
  EXPECT_EQ(told.ends, 1);
  EXPECT_EQ(told.total, 5ms);
}

TEST(Observe, ErrorsThatNobodySees) {
  notes told;
  run_options options{.simulate = watched_by(told)};
  options.reporter = [](std::string_view) {};
  run(
      []() -> task<> {
        spawn(fail(), {.name = "fail"});
        (void)nap();
        co_await sleep_for(1ms);
      }(),
      options);
  EXPECT_EQ(told.ended.at("'fail'"), ending::failed);
  EXPECT_EQ(told.unseen, 1);
  EXPECT_EQ(told.never, 1);
}

TEST(Observe, FaultsStrikeWhereTheySay) {
  notes cancelled_run, destroyed_run;
  auto program = []() -> task<> { co_await nap(); };
  EXPECT_THROW(run(program(), {.simulate = watched_by(cancelled_run, fault::cancel)}), cancelled);
  EXPECT_EQ(cancelled_run.struck, (std::vector<std::string>{"'main'"}));
  EXPECT_EQ(cancelled_run.ended.at("'main'"), ending::cancelled);
  EXPECT_EQ(cancelled_run.run, ending::cancelled);
  EXPECT_THROW(run(program(), {.simulate = watched_by(destroyed_run, fault::destroy)}),
               main_destroyed);
  EXPECT_EQ(destroyed_run.run, ending::destroyed);
}

TEST(Observe, ADeadlockIsAnEnding) {
  notes told;
  auto waits_in_vain = []() -> task<> {
    event never;
    co_await never.wait();
  };
  EXPECT_THROW(run(waits_in_vain(), {.simulate = watched_by(told)}), deadlock);
  EXPECT_EQ(told.run, ending::deadlock);
  EXPECT_EQ(told.ended.at("'main'"), ending::destroyed);
}

TEST(Observe, TimeThatAStepTakes) {
  notes told;
  run(
      []() -> task<> {
        co_await yield();
        EXPECT_TRUE(pass_time(30ms));
        EXPECT_EQ(simulated_now(), 30ms);
      }(),
      {.simulate = watched_by(told)});
  EXPECT_EQ(told.total, 30ms);
  EXPECT_FALSE(pass_time(1ms));
  EXPECT_FALSE(simulated_now());
}

// A call that takes its time on the pool holds up who awaits it, and nobody else.
TEST(Observe, TimeThatACallOnThePoolTakes) {
  notes told;
  run(
      []() -> task<> {
        thread_pool pool(1);
        auto beside = spawn(nap(), {.name = "beside"});
        const auto before = clock::now();
        co_await run_in_executor(pool, [] { pass_time(200ms); });
        EXPECT_GE(clock::now() - before, 200ms);
        EXPECT_TRUE(beside.done());
        co_await beside;
      }(),
      {.simulate = watched_by(told)});
  EXPECT_EQ(told.longest, 0ms);
}

// Cancelled, a call that was begun is waited for, as on a real pool.
TEST(Observe, ACallOnThePoolIsCancelledAfterItsEnd) {
  notes told;
  run(
      []() -> task<> {
        thread_pool pool(1);
        auto call = [](thread_pool &on) -> task<> {
          co_await run_in_executor(on, [] { pass_time(200ms); });
          co_await yield();
        };
        auto handle = spawn(call(pool), {.name = "call"});
        co_await sleep_for(50ms);
        handle.cancel();
        bool was_cancelled = false;
        try {
          co_await handle;
        } catch (const cancelled &) {
          was_cancelled = true;
        }
        EXPECT_TRUE(was_cancelled);
        EXPECT_GE(clock::now().time_since_epoch(), 200ms);
      }(),
      {.simulate = watched_by(told)});
  EXPECT_EQ(told.ended.at("'call'"), ending::cancelled);
}

// Its frame goes while the call virtually runs: nothing wakes it any more.
TEST(Observe, ACallOnThePoolIsDestroyedInTheMiddle) {
  for (std::size_t at = 0; at < 4; ++at) {
    notes told;
    auto program = []() -> task<> {
      thread_pool pool(1);
      auto call = [](thread_pool &on) -> task<> {
        co_await run_in_executor(on, [] { pass_time(200ms); });
      };
      auto handle = spawn(call(pool), {.name = "call"});
      co_await sleep_for(50ms);
      co_await sleep_for(50ms);
      co_await handle;
    };
    EXPECT_THROW(run(program(), {.simulate = watched_by(told, fault::destroy, at)}),
                 main_destroyed);
  }
}

notes *hooked = nullptr;

TEST(Observe, TheHookSimulatesAProgramThatDoesNotAskForIt) {
  notes told;
  hooked = &told;
  set_run_hook([](run_options &options) { options.simulate = watched_by(*hooked); });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(run([]() -> task<int> {
              co_await sleep_for(1h);
              co_return 7;
            }()),
            7);
  set_run_hook(nullptr);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
  EXPECT_EQ(told.total, 1h);
}

} // namespace
} // namespace cotidy::rt::test
