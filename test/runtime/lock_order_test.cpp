// SPDX-License-Identifier: Apache-2.0
// Debug mode's potential deadlocks: orders of mutexes that only have not met yet.
#include <algorithm>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "cotidy/runtime/condition.hpp"
#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

std::string said_about(task<> program, bool debug = true) {
  std::string said;
  run_options options;
  options.debug = debug;
  options.reporter = [&](std::string_view text) { (said += text) += '\n'; };
  run(std::move(program), options);
  return said;
}

std::size_t count(const std::string &text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

// Not as a list in braces: gcc 12 refuses one within an await.
template <class... M> std::vector<mutex *> of(M &...each) { return {&each...}; }

task<> take(std::vector<mutex *> in_order) {
  std::list<mutex::lock> held;
  for (mutex *each : in_order) {
    held.push_back(co_await each->scoped_lock());
    co_await yield();
  }
}

// One after the other, so that no schedule deadlocks.
task<> in_turn(std::string name, std::vector<mutex *> in_order) {
  auto one = spawn(take(std::move(in_order)), {.name = name});
  co_await one;
}

constexpr int before = __LINE__; // the places below are counted from here
task<> first_outer(mutex &outer, mutex &inner) {
  auto a = co_await outer.scoped_lock();
  auto b = co_await inner.scoped_lock();
}
task<> first_inner(mutex &outer, mutex &inner) {
  auto b = co_await inner.scoped_lock();
  auto a = co_await outer.scoped_lock();
}

TEST(LockOrder, NamesBothTasksAndAllFourLines) {
  const std::string said = said_about([]() -> task<> {
    mutex a, b;
    for (int i = 0; i < 3; ++i) {
      auto one = spawn(first_outer(a, b), {.name = "one"});
      co_await one;
      auto other = spawn(first_inner(a, b), {.name = "other"});
      co_await other;
    }
  }());
  const auto place = [](const char *function, int line) {
    return std::string(function) + " at lock_order_test.cpp:" + std::to_string(before + line);
  };
  EXPECT_EQ(said, "mutexes are taken in orders that can deadlock\n"
                  "  task 'other' takes mutex 2 in " +
                      place("first_inner", 7) + ", and has held mutex 1 since " +
                      place("first_inner", 6) + "\n  task 'one' takes mutex 1 in " +
                      place("first_outer", 3) + ", and has held mutex 2 since " +
                      place("first_outer", 2) + "\n");
}

TEST(LockOrder, IsReportedBeforeTheDeadlockThatItIs) {
  std::string said;
  run_options options;
  options.debug = true;
  options.reporter = [&](std::string_view text) { said += text; };
  EXPECT_THROW(run(
                   []() -> task<> {
                     mutex a, b;
                     auto one = spawn(take(of(a, b)), {.name = "one"});
                     auto other = spawn(take(of(b, a)), {.name = "other"});
                     co_await one;
                     co_await other;
                   }(),
                   options),
               deadlock);
  EXPECT_EQ(count(said, "orders that can deadlock"), 1u) << said;
}

TEST(LockOrder, ACycleOfThreeIsOneReport) {
  const std::string said = said_about([]() -> task<> {
    mutex a, b, c;
    co_await in_turn("ab", of(a, b));
    co_await in_turn("bc", of(b, c));
    co_await in_turn("ca", of(c, a));
    co_await in_turn("ca again", of(c, a));
  }());
  EXPECT_EQ(count(said, "orders that can deadlock"), 1u) << said;
  EXPECT_EQ(count(said, "\n  task '"), 3u) << said;
}

TEST(LockOrder, TwoCyclesAreTwoReports) {
  const std::string said = said_about([]() -> task<> {
    mutex a, b, c;
    co_await in_turn("ab", of(a, b));
    co_await in_turn("ba", of(b, a));
    co_await in_turn("ac", of(a, c));
    co_await in_turn("ca", of(c, a));
  }());
  EXPECT_EQ(count(said, "orders that can deadlock"), 2u) << said;
}

TEST(LockOrder, SilentAboutWhatCannotDeadlock) {
  const std::string said = said_about([]() -> task<> {
    mutex a, b, c, gate;
    // One order.
    co_await in_turn("one", of(a, b, c));
    co_await in_turn("other", of(a, c));
    co_await in_turn("third", of(b, c));
    // Both orders, but in one task.
    mutex d, e;
    auto both = [](mutex &x, mutex &y) -> task<> {
      co_await take(of(x, y));
      co_await take(of(y, x));
    };
    auto alone = spawn(both(d, e));
    co_await alone;
    // Both orders, but behind a third mutex.
    mutex f, g;
    co_await in_turn("one", of(gate, f, g));
    co_await in_turn("other", of(gate, g, f));
    // An attempt does not wait.
    mutex h, i;
    co_await in_turn("one", of(h, i));
    auto second = co_await i.scoped_lock();
    EXPECT_TRUE(h.try_lock());
    h.unlock();
  }());
  EXPECT_EQ(said, "");
}

TEST(LockOrder, WhatAnAttemptHasTakenIsHeld) {
  const std::string said = said_about([]() -> task<> {
    mutex a, b;
    EXPECT_TRUE(a.try_lock());
    co_await take(of(b));
    a.unlock();
    co_await in_turn("other", of(b, a));
  }());
  EXPECT_EQ(count(said, "orders that can deadlock"), 1u) << said;
}

TEST(LockOrder, ADestroyedMutexLeavesTheGraph) {
  const std::string said = said_about([]() -> task<> {
    mutex a;
    std::optional<mutex> b(std::in_place);
    co_await in_turn("one", of(a, *b));
    b.emplace(); // in the same place
    co_await in_turn("other", of(*b, a));
  }());
  EXPECT_EQ(said, "");
}

TEST(LockOrder, ALockThatIsHandedOverIsHeld) {
  const std::string said = said_about([]() -> task<> {
    mutex a, b;
    auto held = co_await a.scoped_lock();
    auto waits = spawn(take(of(a, b)), {.name = "waits"});
    co_await yield();
    held.unlock();
    co_await waits;
    co_await in_turn("other", of(b, a));
  }());
  EXPECT_EQ(count(said, "orders that can deadlock"), 1u) << said;
}

TEST(LockOrder, AConditionTakesItsLockAgain) {
  const std::string said = said_about([]() -> task<> {
    mutex a, b;
    condition changed;
    auto waits = [](mutex &m, mutex &other, condition &c) -> task<> {
      auto lock = co_await m.scoped_lock();
      auto inner = co_await other.scoped_lock();
      co_await c.wait(lock); // takes the outer one again while it holds the inner one
    };
    auto waiting = spawn(waits(a, b, changed), {.name = "waiting"});
    co_await yield();
    changed.notify_one();
    co_await waiting;
    co_await in_turn("other", of(a, b));
  }());
  EXPECT_EQ(count(said, "task 'waiting' takes mutex"), 1u) << said;
  EXPECT_EQ(said.find("lock_again"), std::string::npos) << said;
}

TEST(LockOrder, ALockMayOutliveTheTaskThatTookIt) {
  const std::string said = said_about([]() -> task<> {
    mutex a, b;
    auto gives = [](mutex &m) -> task<mutex::lock> { co_return co_await m.scoped_lock(); };
    mutex::lock given;
    {
      auto taker = spawn(gives(a));
      given = co_await taker;
    }
    co_await in_turn("one", of(b));
    given.unlock();
    co_await in_turn("other", of(b, a));
  }());
  EXPECT_EQ(said, "");
}

TEST(LockOrder, IsAMatterOfDebugMode) {
  const auto program = []() -> task<> {
    mutex a, b;
    co_await in_turn("one", of(a, b));
    co_await in_turn("other", of(b, a));
  };
  EXPECT_EQ(said_about(program(), false), "");
  EXPECT_NE(said_about(program(), true), "");
}

} // namespace
} // namespace cotidy::rt::test
