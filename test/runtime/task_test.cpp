// SPDX-License-Identifier: Apache-2.0
// task, run, spawn, cancellation.
#include <memory>
#include <thread>

#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/this_task.hpp"
#include "cotidy/runtime/tree.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

task<int> add(int a, int b) { co_return a + b; }
task<int> fail() {
  throw std::runtime_error("no");
  co_return 0;
}
task<std::unique_ptr<int>> boxed(int v) { co_return std::make_unique<int>(v); }
task<int &> itself(int &v) { co_return v; }

TEST(Task, GivesValuesReferencesAndErrors) {
  EXPECT_EQ(run(add(1, 2)), 3);
  EXPECT_EQ(*run(boxed(7)), 7);
  int v = 1;
  EXPECT_EQ(&run(itself(v)), &v);
  EXPECT_THROW(run(fail()), std::runtime_error);
}

TEST(Task, IsLazyAndDroppedUnrun) {
  bool ran = false;
  auto body = [&]() -> task<> {
    ran = true;
    co_return;
  };
  run([&]() -> task<> {
    {
      task<> dropped = body();
    }
    require(!ran, "ran without an await");
    co_await body();
  }());
  EXPECT_TRUE(ran);
}

TEST(Task, AwaitsDoNotGrowTheStack) {
  if (gcc12)
    GTEST_SKIP() << "unless it optimises, gcc 12 calls a coroutine that it should jump to";
  const std::uint64_t sum = run([]() -> task<std::uint64_t> {
    std::uint64_t total = 0;
    for (int i = 0; i < 1'000'000; ++i)
      total += static_cast<std::uint64_t>(co_await add(0, 1));
    co_return total;
  }());
  EXPECT_EQ(sum, 1'000'000u);
}

TEST(Task, ErrorsPassThroughFramesAndCanBeCaught) {
  EXPECT_EQ(run([]() -> task<int> {
              try {
                co_return co_await fail();
              } catch (const std::runtime_error &) {
              }
              co_return co_await add(20, 22);
            }()),
            42);
}

TEST(Run, RefusesToNest) {
  run([]() -> task<> {
    EXPECT_THROW(run(add(1, 1)), std::logic_error);
    co_return;
  }());
}

TEST(Run, CancelsAndAwaitsWhatIsLeft) {
  bool cleaned = false;
  run([&]() -> task<> {
    auto forever = [](bool &done) -> task<> {
      std::exception_ptr why;
      try {
        co_await sleep_for(24h);
      } catch (const cancelled &) {
        why = std::current_exception();
      }
      co_await yield(); // cleanup may await
      done = true;
      std::rethrow_exception(why);
    };
    spawn(forever(cleaned));
    co_await yield();
  }());
  EXPECT_TRUE(cleaned);
}

TEST(Run, StopsFromAnotherThread) {
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(20ms);
    stop.request_stop();
  });
  run_options options;
  options.stop = stop.get_token();
  EXPECT_THROW(run(as_task(sleep_for(24h)), options), cancelled);
}

TEST(Spawn, GivesResultsAndErrorsToWhoAwaits) {
  run([]() -> task<> {
    auto good = spawn(add(1, 2), {.name = "good"});
    auto bad = spawn(fail());
    EXPECT_EQ(co_await good, 3);
    EXPECT_THROW(co_await bad, std::runtime_error);
    EXPECT_THROW(co_await good, std::logic_error);
  }());
}

TEST(Spawn, ReportsErrorsThatNobodySees) {
  std::string said;
  run_options options;
  options.reporter = [&](std::string_view text) { said += text; };
  run(
      []() -> task<> {
        spawn(fail(), {.name = "loser"});
        co_await yield();
      }(),
      options);
  EXPECT_NE(said.find("'loser' ended with an error that nobody has seen: no"), std::string::npos)
      << said;
}

TEST(Spawn, DroppedHandleLetsTheTaskRunOn) {
  int runs = 0;
  run([&]() -> task<> {
    event done;
    auto work = [](int &count, event &end) -> task<> {
      co_await yield();
      ++count;
      end.set();
    };
    {
      auto handle = spawn(work(runs, done));
    }
    co_await done.wait();
  }());
  EXPECT_EQ(runs, 1);
}

TEST(Cancel, IsThrownOnceWhereTheTaskIsSuspended) {
  run([]() -> task<> {
    int caught = 0;
    auto victim = [](int &count) -> task<> {
      std::exception_ptr why;
      try {
        co_await sleep_for(24h);
      } catch (const cancelled &) {
        why = std::current_exception();
      }
      ++count;
      require(this_task::cancel_requested(), "the request is not seen");
      co_await sleep_for(1ms); // edge: cleanup is not cancelled again
      std::rethrow_exception(why);
    };
    auto handle = spawn(victim(caught));
    co_await yield();
    handle.cancel();
    EXPECT_THROW(co_await handle, cancelled);
    EXPECT_EQ(caught, 1);
  }());
}

TEST(Cancel, BeforeItBeginsATaskNeverBegins) {
  run([]() -> task<> {
    bool ran = false;
    auto victim = [](bool &r) -> task<> {
      r = true;
      co_return;
    };
    auto handle = spawn(victim(ran));
    handle.cancel();
    EXPECT_THROW(co_await handle, cancelled);
    EXPECT_FALSE(ran);
  }());
}

TEST(Cancel, OfTheWaiterReachesTheAwaitedTask) {
  run([]() -> task<> {
    bool inner_cancelled = false;
    auto inner = [](bool &c) -> task<> {
      try {
        co_await sleep_for(24h);
      } catch (const cancelled &) {
        c = true;
        throw;
      }
    };
    auto outer = [&]() -> task<> {
      auto handle = spawn(inner(inner_cancelled));
      co_await handle;
    };
    auto handle = spawn(outer());
    co_await yield();
    co_await yield();
    handle.cancel();
    EXPECT_THROW(co_await handle, cancelled);
    EXPECT_TRUE(inner_cancelled);
  }());
}

TEST(Cancel, StopsTheTasksToken) {
  run([]() -> task<> {
    std::stop_token token;
    auto victim = [](std::stop_token &out) -> task<> {
      out = this_task::stop_token();
      co_await sleep_for(24h);
    };
    auto handle = spawn(victim(token));
    co_await yield();
    EXPECT_FALSE(token.stop_requested());
    handle.cancel();
    EXPECT_TRUE(token.stop_requested());
    EXPECT_THROW(co_await handle, cancelled);
  }());
}

TEST(Cancel, IsNoStdException) {
  run([]() -> task<> {
    auto victim = []() -> task<> {
      try {
        co_await sleep_for(24h);
      } catch (const std::exception &) {
        ADD_FAILURE() << "a handler for errors caught the cancellation";
      }
    };
    auto handle = spawn(victim());
    co_await yield();
    handle.cancel();
    EXPECT_THROW(co_await handle, cancelled);
  }());
}

TEST(Names, AndTheTreeOfTasks) {
  run([]() -> task<> {
    event never;
    auto leaf = [](event &e) -> task<> { co_await e.wait(); };
    auto branch = [&](event &e) -> task<> { co_await leaf(e); };
    auto handle = spawn(branch(never), {.name = "branch"});
    co_await yield();
    const std::string tree = task_tree();
    EXPECT_NE(tree.find("'main': runs"), std::string::npos) << tree;
    EXPECT_NE(tree.find("\n  'branch': waits for an event"), std::string::npos) << tree;
    EXPECT_NE(tree.find("task_test.cpp"), std::string::npos) << tree;
    never.set();
    co_await handle;
    EXPECT_EQ(task_tree().find("branch': "), std::string::npos);
  }());
}

TEST(Sleep, TakesAtLeastItsTimeAndWakesInOrder) {
  std::vector<int> order;
  const auto begin = std::chrono::steady_clock::now();
  run([&]() -> task<> {
    auto sleeper = [](std::vector<int> &to, int ms) -> task<> {
      co_await sleep_for(std::chrono::milliseconds(ms));
      to.push_back(ms);
    };
    auto a = spawn(sleeper(order, 15));
    auto b = spawn(sleeper(order, 5));
    auto c = spawn(sleeper(order, 10));
    co_await a;
    co_await b;
    co_await c;
  }());
  EXPECT_EQ(order, (std::vector<int>{5, 10, 15}));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 15ms);
}

TEST(Sleep, ManyCancelledOnesAreForgotten) {
  run([]() -> task<> {
    std::vector<join_handle<void>> sleepers;
    for (int i = 0; i < 1000; ++i)
      sleepers.push_back(spawn(as_task(sleep_for(std::chrono::hours(i + 1)))));
    co_await sleep_for(1ms);
    for (auto &each : sleepers)
      each.cancel();
    for (auto &each : sleepers)
      EXPECT_THROW(co_await each, cancelled);
  }());
}

TEST(Explored, SpawnJoinAndSleep) {
  expect_sound([]() -> task<> {
    auto child = [](int i) -> task<counted> {
      counted mine(i);
      co_await sleep_for(std::chrono::milliseconds(i));
      co_await yield();
      co_return mine;
    };
    auto a = spawn(child(1));
    auto b = spawn(child(2));
    require((co_await a).value == 1, "a");
    require((co_await b).value == 2, "b");
  });
}

} // namespace
} // namespace cotidy::rt::test
