// SPDX-License-Identifier: Apache-2.0
// gather, gather_all_settled, race, task_group, timeout, shield, for_each.
#include <list>
#include <string>

#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/for_each.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/race.hpp"
#include "cotidy/runtime/settled.hpp"
#include "cotidy/runtime/shield.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/task_group.hpp"
#include "cotidy/runtime/timeout.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

task<counted> after(std::chrono::milliseconds time, int value) {
  counted mine(value);
  co_await sleep_for(time);
  co_return mine;
}
task<> fail_after(std::chrono::milliseconds time, const char *what = "failed") {
  co_await sleep_for(time);
  throw std::runtime_error(what);
}
// Notes that it was cancelled, after a cleanup that awaits.
task<> until_cancelled(int &cancellations) {
  counted mine;
  std::exception_ptr why;
  try {
    co_await sleep_for(24h);
  } catch (const cancelled &) {
    why = std::current_exception();
  }
  co_await yield();
  ++cancellations;
  std::rethrow_exception(why);
}

const run_options simulated{.simulate = {.seed = 1}};

TEST(Gather, GivesATuple) {
  run(
      []() -> task<> {
        auto [a, b, none] = co_await gather(after(2ms, 1), after(1ms, 2), sleep_for(1ms));
        EXPECT_EQ(a.value, 1);
        EXPECT_EQ(b.value, 2);
        static_assert(std::is_same_v<decltype(none), std::monostate>);
      }(),
      simulated);
}

TEST(Gather, GivesAVectorInOrder) {
  run(
      []() -> task<> {
        std::vector<task<counted>> tasks;
        for (int i = 0; i < 10; ++i)
          tasks.push_back(after(std::chrono::milliseconds(10 - i), i));
        auto values = co_await gather(std::move(tasks));
        for (int i = 0; i < 10; ++i)
          EXPECT_EQ(values[static_cast<std::size_t>(i)].value, i);
        std::list<task<>> other;
        other.push_back(as_task(sleep_for(1ms)));
        co_await gather(std::move(other));
        co_await gather(std::vector<task<>>());
      }(),
      simulated);
}

TEST(Gather, TakesAsLongAsTheLongest) {
  run(
      []() -> task<> {
        const auto begin = clock::now();
        co_await gather(sleep_for(100ms), sleep_for(300ms), sleep_for(200ms));
        EXPECT_EQ(clock::now() - begin, 300ms); // virtual time
      }(),
      simulated);
}

TEST(Gather, KeepsItsLimit) {
  run(
      []() -> task<> {
        int now = 0, most = 0;
        auto work = [](int &running, int &peak) -> task<> {
          peak = std::max(peak, ++running);
          co_await sleep_for(1ms);
          --running;
        };
        std::vector<task<>> tasks;
        for (int i = 0; i < 20; ++i)
          tasks.push_back(work(now, most));
        co_await gather(std::move(tasks), {.limit = 3});
        EXPECT_EQ(most, 3);
      }(),
      simulated);
}

TEST(Gather, FirstErrorCancelsTheOthersAndWaits) {
  run(
      []() -> task<> {
        int cancellations = 0;
        try {
          co_await gather(until_cancelled(cancellations), fail_after(1ms),
                          until_cancelled(cancellations));
          ADD_FAILURE();
        } catch (const std::runtime_error &e) {
          EXPECT_STREQ(e.what(), "failed");
        }
        EXPECT_EQ(cancellations, 2);
      }(),
      simulated);
}

TEST(Gather, ReportsTheErrorsThatItDoesNotThrow) {
  std::string said;
  run_options options = simulated;
  options.reporter = [&](std::string_view text) { said += text; };
  run(
      []() -> task<> {
        auto fails_when_cancelled = []() -> task<> {
          try {
            co_await sleep_for(24h);
          } catch (const cancelled &) {
            throw std::runtime_error("second");
          }
        };
        EXPECT_THROW(co_await gather(fail_after(1ms, "first"), fails_when_cancelled()),
                     std::runtime_error);
      }(),
      options);
  EXPECT_NE(said.find("second"), std::string::npos);
}

TEST(Gather, OfManyThousands) {
  run([]() -> task<> {
    auto one = [](std::size_t i) -> task<std::size_t> { co_return i; };
    std::vector<task<std::size_t>> tasks;
    for (std::size_t i = 0; i < 100'000; ++i)
      tasks.push_back(one(i));
    std::size_t sum = 0;
    for (std::size_t each : co_await gather(std::move(tasks)))
      sum += each;
    EXPECT_EQ(sum, 4'999'950'000u);
  }());
}

TEST(Settled, TellsHowEachHasEnded) {
  run(
      []() -> task<> {
        std::vector<task<>> tasks;
        tasks.push_back(as_task(sleep_for(1ms)));
        tasks.push_back(fail_after(2ms));
        auto outcomes = co_await gather_all_settled(std::move(tasks), {.limit = 1});
        EXPECT_TRUE(outcomes[0].has_value());
        EXPECT_TRUE(outcomes[1].error() != nullptr);
        EXPECT_THROW(outcomes[1].value(), std::runtime_error);
      }(),
      simulated);
}

TEST(Race, FirstToEndWinsAndTheOthersAreCancelled) {
  run(
      []() -> task<> {
        int cancellations = 0;
        auto winner = co_await race(until_cancelled(cancellations), after(5ms, 7));
        EXPECT_EQ(winner.index(), 1u);
        EXPECT_EQ(std::get<1>(winner).value, 7);
        EXPECT_EQ(cancellations, 1);

        std::vector<task<counted>> tasks;
        tasks.push_back(after(9ms, 0));
        tasks.push_back(after(3ms, 1));
        auto [index, value] = co_await race(std::move(tasks));
        EXPECT_EQ(index, 1u);
        EXPECT_EQ(value.value, 1);
        EXPECT_THROW(co_await race(fail_after(1ms), until_cancelled(cancellations)),
                     std::runtime_error);
        EXPECT_EQ(cancellations, 2);
        EXPECT_THROW((void)race(std::vector<task<>>()), std::invalid_argument);
      }(),
      simulated);
}

TEST(Timeout, CancelsWhatTakesTooLong) {
  run(
      []() -> task<> {
        int cancellations = 0;
        const auto begin = clock::now();
        EXPECT_THROW(co_await timeout(10ms, until_cancelled(cancellations)), timed_out);
        EXPECT_EQ(clock::now() - begin, 10ms);
        EXPECT_EQ(cancellations, 1);
        EXPECT_EQ((co_await timeout(10ms, after(1ms, 3))).value, 3);
        EXPECT_THROW(co_await timeout(10ms, fail_after(1ms)), std::runtime_error);
      }(),
      simulated);
}

TEST(Timeout, NestedTheInnerOneIsItsOwn) {
  run(
      []() -> task<> {
        auto inner = []() -> task<int> {
          try {
            co_await timeout(5ms, sleep_for(24h));
          } catch (const timed_out &) {
            co_return 1;
          }
          co_return 0;
        };
        EXPECT_EQ(co_await timeout(10ms, inner()), 1);
      }(),
      simulated);
}

TEST(Timeout, KeepsAValueThatComesInSpiteOfIt) {
  run(
      []() -> task<> {
        auto stubborn = []() -> task<int> {
          try {
            co_await sleep_for(24h);
          } catch (const cancelled &) {
          }
          co_return 5;
        };
        EXPECT_EQ(co_await timeout(1ms, stubborn()), 5);
      }(),
      simulated);
}

TEST(Shield, WorkGoesOnWhenTheWaiterIsCancelled) {
  bool finished = false;
  run(
      [&]() -> task<> {
        auto work = [](bool &f) -> task<> {
          co_await sleep_for(10ms);
          f = true;
        };
        EXPECT_THROW(co_await timeout(1ms, shield(work(finished))), timed_out);
        EXPECT_FALSE(finished);
        co_await sleep_for(20ms);
      }(),
      simulated);
  EXPECT_TRUE(finished);
}

TEST(TaskGroup, WaitsForAllItsChildren) {
  int done = 0;
  run(
      [&]() -> task<> {
        co_await with_task_group([&](task_group &group) -> task<> {
          auto work = [](task_group &g, int &count, int deeper) -> task<> {
            co_await sleep_for(1ms);
            ++count;
            (void)deeper;
            (void)g;
          };
          for (int i = 0; i < 5; ++i)
            group.spawn(work(group, done, i), {.name = "child"});
          co_return;
        });
        EXPECT_EQ(done, 5);
      }(),
      simulated);
}

TEST(TaskGroup, AnErrorCancelsTheRestAndAllErrorsAreKept) {
  run(
      []() -> task<> {
        int cancellations = 0;
        try {
          co_await with_task_group([&](task_group &group) -> task<> {
            group.spawn(fail_after(1ms, "one"));
            group.spawn(until_cancelled(cancellations));
            group.spawn([]() -> task<> {
              try {
                co_await sleep_for(24h);
              } catch (const cancelled &) {
                throw std::runtime_error("two");
              }
            }());
            co_await sleep_for(24h);
          });
          ADD_FAILURE();
        } catch (const group_error &e) {
          EXPECT_EQ(e.errors().size(), 2u);
        }
        EXPECT_EQ(cancellations, 1);
      }(),
      simulated);
}

TEST(ForEach, VisitsAllAtMostSoManyAtOnce) {
  run(
      []() -> task<> {
        int now = 0, most = 0, sum = 0;
        auto visit = [&](int i) -> task<> {
          most = std::max(most, ++now);
          co_await sleep_for(1ms);
          sum += i;
          --now;
        };
        std::vector<int> numbers{1, 2, 3, 4, 5};
        co_await for_each(numbers, 2, visit);
        EXPECT_EQ(sum, 15);
        EXPECT_EQ(most, 2);
        std::vector<int> more{10, 20}; // gcc 12 refuses a list within an await
        co_await for_each(std::move(more), 0, visit);
        EXPECT_EQ(sum, 45);
      }(),
      simulated);
}

TEST(Explored, Gather) {
  expect_sound([]() -> task<> {
    std::vector<task<counted>> tasks;
    for (int i = 0; i < 3; ++i)
      tasks.push_back(after(std::chrono::milliseconds(i), i));
    auto both = co_await gather(gather(std::move(tasks), {.limit = 2}), after(1ms, 9));
    require(std::get<0>(both).size() == 3 && std::get<0>(both)[2].value == 2, "values");
  });
}

TEST(Explored, RaceTimeoutAndShield) {
  expect_sound([]() -> task<> {
    int cancellations = 0;
    auto winner = co_await race(until_cancelled(cancellations), after(2ms, 1));
    require_unless_faulty(winner.index() == 1 && cancellations == 1, "the race");
    try {
      co_await timeout(1ms, shield(after(3ms, 2)));
      require_unless_faulty(false, "no timeout");
    } catch (const timed_out &) {
    }
  });
}

TEST(Explored, TaskGroup) {
  expect_sound([]() -> task<> {
    int done = 0;
    auto work = [](int &count) -> task<> {
      counted mine;
      co_await sleep_for(1ms);
      co_await yield();
      ++count;
    };
    co_await with_task_group([&](task_group &group) -> task<> {
      group.spawn(work(done));
      co_await yield();
      group.spawn(work(done));
    });
    require_unless_faulty(done == 2, "not all were awaited");
  });
}

} // namespace
} // namespace cotidy::rt::test
