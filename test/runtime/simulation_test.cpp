// SPDX-License-Identifier: Apache-2.0
// Simulated runs: virtual time, repeatable schedules, deadlocks and who is in them.
#include <set>
#include <string>

#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

task<> say(std::string &to, char who) {
  for (int i = 0; i < 3; ++i) {
    to += who;
    co_await yield();
  }
}

task<> talk(std::string &said) { co_await gather(say(said, 'a'), say(said, 'b'), say(said, 'c')); }

std::string with_seed(std::uint64_t seed) {
  std::string said;
  run(talk(said), {.simulate = {.seed = seed}});
  return said;
}

TEST(Simulation, TheSeedDecidesEverything) {
  std::set<std::string> different;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    EXPECT_EQ(with_seed(seed), with_seed(seed));
    different.insert(with_seed(seed));
  }
  EXPECT_GT(different.size(), 40u);
}

TEST(Simulation, TimeIsVirtual) {
  const auto begin = std::chrono::steady_clock::now();
  run(
      []() -> task<> {
        const auto before = clock::now();
        co_await sleep_for(24h);
        EXPECT_EQ(clock::now() - before, 24h);
        co_await sleep_until(before + 48h);
        EXPECT_EQ(clock::now() - before, 48h);
      }(),
      {.simulate = {.seed = 3}});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST(Simulation, ExhaustiveSeesEverySchedule) {
  std::set<std::string> seen;
  std::string said;
  const explore_result result = explore(
      [&]() -> task<> {
        said.clear();
        auto one = [](std::string &to, char who) -> task<> {
          to += who;
          co_return;
        };
        return [](std::string &to, auto each) -> task<> {
          co_await gather(each(to, 'a'), each(to, 'b'), each(to, 'c'));
        }(said, one);
      },
      {.schedules = 1000, .exhaustive = true, .preemptions = 9, .after = [&] {
         seen.insert(said);
       }});
  EXPECT_TRUE(result.exhausted);
  EXPECT_EQ(seen.size(), 6u);
  EXPECT_EQ(result.schedules, 6u);
}

task<> both(mutex &first, mutex &second) {
  auto one = co_await first.scoped_lock();
  co_await yield();
  auto two = co_await second.scoped_lock();
}

task<> opposite_orders() {
  mutex a, b;
  auto left = spawn(both(a, b), {.name = "left"});
  auto right = spawn(both(b, a), {.name = "right"});
  co_await left;
  co_await right;
}

TEST(Deadlock, IsReportedWithWhoWaitsForWhomAndWhere) {
  try {
    run(opposite_orders()); // on the real loop
    ADD_FAILURE() << "no deadlock";
  } catch (const deadlock &e) {
    const std::string text = e.what();
    EXPECT_NE(text.find("task 'left' waits for a mutex in both at simulation_test.cpp:"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("which 'right' has"), std::string::npos) << text;
    EXPECT_NE(text.find("the cycle: 'left' -> 'right' -> 'left'"), std::string::npos) << text;
  }
}

TEST(Deadlock, ExploreFindsTheScheduleThatHasIt) {
  const explore_result result = explore(opposite_orders);
  ASSERT_TRUE(result.failure);
  EXPECT_THROW(replay(opposite_orders, *result.failure), deadlock);
  EXPECT_THROW(run(opposite_orders(), {.simulate = {.seed = *result.failure->seed}}), deadlock);
}

TEST(Deadlock, NobodySetsTheEvent) {
  EXPECT_THROW(run([]() -> task<> {
                 event never;
                 co_await never.wait();
               }()),
               deadlock);
}

TEST(Faults, EachComesWhereItIsAskedFor) {
  const auto program = []() -> task<> {
    counted mine;
    co_await sleep_for(1ms);
    co_await yield();
  };
  for (std::size_t at = 0; at < 2; ++at) {
    simulate_options how{.seed = 1, .inject = fault::exception, .at = at};
    EXPECT_THROW(run(program(), {.simulate = how}), injected_fault);
    how.inject = fault::cancel;
    EXPECT_THROW(run(program(), {.simulate = how}), cancelled);
    how.inject = fault::destroy;
    EXPECT_THROW(run(program(), {.simulate = how}), main_destroyed);
    EXPECT_EQ(counted::alive, 0);
  }
  EXPECT_NO_THROW(run(program(), {.simulate = {.seed = 1, .inject = fault::exception, .at = 2}}));
  const auto outer = [&]() -> task<> {
    auto child = spawn(program());
    co_await child;
  };
  EXPECT_THROW(run(outer(), {.simulate = {.seed = 1, .inject = fault::allocation, .at = 0}}),
               std::bad_alloc);
}

TEST(Faults, ExploreFindsAResourceThatALeakLeaves) {
  static int open = 0;
  const auto leaky = []() -> task<> {
    ++open;
    co_await sleep_for(1ms); // whatever is thrown here skips the close
    --open;
  };
  const explore_result result =
      explore(leaky, {.schedules = 1, .inject = fault::exception, .after = [] {
                        if (std::exchange(open, 0) != 0)
                          throw std::runtime_error("left open");
                      }});
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->what, "left open");
  EXPECT_EQ(result.failure->at, 0u);
}

} // namespace
} // namespace cotidy::rt::test
