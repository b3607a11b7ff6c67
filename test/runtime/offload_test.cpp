// SPDX-License-Identifier: Apache-2.0
// thread_pool, run_in_executor, cancel_mask, with, scope, connection_pool.
#include <atomic>
#include <memory>
#include <stop_token>
#include <thread>

#include "cotidy/runtime/connection_pool.hpp"
#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/scope.hpp"
#include "cotidy/runtime/settled.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/timeout.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

TEST(ThreadPool, CallsElsewhereAndGivesResultsAndErrors) {
  thread_pool pool(2);
  run([&]() -> task<> {
    const auto here = std::this_thread::get_id();
    auto [id, sum] =
        co_await gather(run_in_executor(pool, [] { return std::this_thread::get_id(); }),
                        run_in_executor(
                            pool, [](int a, std::unique_ptr<int> b) { return a + *b; }, 1,
                            std::make_unique<int>(2)));
    EXPECT_NE(id, here);
    EXPECT_EQ(sum, 3);
    EXPECT_THROW(co_await run_in_executor(pool, [] { throw std::runtime_error("no"); }),
                 std::runtime_error);
  }());
}

TEST(ThreadPool, TheLoopGoesOnMeanwhile) {
  thread_pool pool(1);
  run([&]() -> task<> {
    std::atomic<bool> go = false;
    auto blocked = spawn(as_task(run_in_executor(pool, [&] {
      while (!go)
        std::this_thread::yield();
      return 1;
    })));
    co_await sleep_for(1ms);
    go = true; // would never be reached if the loop were blocked
    EXPECT_EQ(co_await blocked, 1);
  }());
}

TEST(ThreadPool, CancelledBeforeItBeginsACallIsGivenUpAndOneThatBeganKeepsItsResult) {
  thread_pool pool(1);
  run([&]() -> task<> {
    std::atomic<bool> began = false;
    bool second_ran = false;
    int result = 0;
    auto first = [&]() -> task<> {
      result = co_await run_in_executor(pool, [&](std::stop_token stop) {
        began = true;
        while (!stop.stop_requested())
          std::this_thread::yield();
        return 5;
      });
      co_await yield(); // here the cancellation is thrown
      ADD_FAILURE() << "not cancelled";
    };
    auto one = spawn(first());
    auto two = spawn(as_task(run_in_executor(pool, [&] { second_ran = true; })));
    while (!began)
      co_await yield();
    two.cancel();
    EXPECT_THROW(co_await two, cancelled);
    one.cancel();
    EXPECT_THROW(co_await one, cancelled);
    EXPECT_EQ(result, 5);
    EXPECT_FALSE(second_ran);
  }());
}

TEST(ThreadPool, ManyCallsFromManyTasks) {
  thread_pool pool(4);
  const int sum = run([&]() -> task<int> {
    std::vector<task<int>> calls;
    for (int i = 0; i < 500; ++i)
      calls.push_back(as_task(run_in_executor(pool, [i] { return i; })));
    int total = 0;
    for (const int each : co_await gather(std::move(calls)))
      total += each;
    co_return total;
  }());
  EXPECT_EQ(sum, 500 * 499 / 2);
}

TEST(Explored, ThreadPoolInVirtualTime) {
  if (gcc12)
    GTEST_SKIP() << "gcc 12 destroys twice what a lambda written into an await holds";
  thread_pool pool(1);
  const auto loop_thread = std::this_thread::get_id();
  expect_sound([&]() -> task<> {
    auto call = [&](int i) -> task<int> {
      counted mine;
      co_return co_await run_in_executor(pool, [&, i, held = counted()] {
        require(std::this_thread::get_id() == loop_thread, "another thread in a simulation");
        return i;
      });
    };
    auto [a, b] = co_await gather(call(1), call(2));
    require(a + b == 3, "sum");
  });
}

// Notes when it is closed; closing takes a while.
struct resource {
  static inline int open = 0;
  static inline std::string order;
  char id;
  bool owner = true;

  explicit resource(char c) : id(c) { ++open; }
  resource(resource &&other) noexcept : id(other.id), owner(std::exchange(other.owner, false)) {}
  task<> close() {
    co_await sleep_for(1ms);
    order += id;
    --open;
  }
};

TEST(Scope, ClosesInReverseOrderOnReturnErrorAndCancellation) {
  const run_options simulated{.simulate = {.seed = 1}};
  for (const int how : {0, 1, 2}) {
    resource::order.clear();
    resource::open = 0;
    run(
        [&]() -> task<> {
          auto body = [&](scope &inside) -> task<int> {
            inside.add(resource('a'));
            inside.add(resource('b'));
            if (how == 1)
              throw std::runtime_error("no");
            if (how == 2)
              co_await sleep_for(24h);
            co_return 3;
          };
          if (how == 0)
            EXPECT_EQ(co_await with_scope(body), 3);
          else if (how == 1)
            EXPECT_THROW(co_await with_scope(body), std::runtime_error);
          else
            EXPECT_THROW(co_await timeout(5ms, with_scope(body)), timed_out);
        }(),
        simulated);
    EXPECT_EQ(resource::order, "ba");
    EXPECT_EQ(resource::open, 0);
  }
}

TEST(Scope, ClosingIsNotCancelled) {
  resource::open = 0;
  run([]() -> task<> {
    auto user = []() -> task<> {
      co_await with(resource('a'), [](resource &) -> task<> { co_return; });
      co_await yield();
      ADD_FAILURE() << "the cancellation was lost";
    };
    auto handle = spawn(user());
    co_await yield();
    handle.cancel(); // while it is being closed
    EXPECT_THROW(co_await handle, cancelled);
  }());
  EXPECT_EQ(resource::open, 0);
}

TEST(Explored, WithClosesWhenCancelledAnywhere) {
  explore_options options;
  options.inject = fault::cancel;
  options.after = [] {
    if (std::exchange(resource::open, 0) != 0)
      throw std::runtime_error("left open");
  };
  const explore_result result = explore(
      []() -> task<> {
        co_await with(resource('a'), [](resource &) -> task<> {
          co_await sleep_for(1ms);
          co_await with(resource('b'), [](resource &) -> task<> { co_await yield(); });
        });
      },
      options);
  EXPECT_FALSE(result.failure) << result.failure->what;
}

struct connection {
  static inline int opened = 0;
  counted alive{};
  bool good = true;
};
task<connection> open_connection() {
  co_await sleep_for(1ms);
  ++connection::opened;
  co_return connection{};
}

TEST(ConnectionPool, KeepsSharesChecksAndDrops) {
  connection::opened = 0;
  run(
      []() -> task<> {
        connection_pool<connection> pool(open_connection, {.max_size = 2, .idle_limit = 1s},
                                         [](connection &c) -> task<bool> { co_return c.good; });
        {
          auto first = co_await pool.acquire();
        }
        {
          auto again = co_await pool.acquire();
        }
        EXPECT_EQ(connection::opened, 1);
        {
          auto bad = co_await pool.acquire();
          bad->good = false; // found out when it is to be used again
        }
        {
          auto fresh = co_await pool.acquire();
        }
        EXPECT_EQ(connection::opened, 2);
        {
          auto broken = co_await pool.acquire();
          broken.discard();
        }
        EXPECT_EQ(pool.idle(), 0u);
        {
          auto fresh = co_await pool.acquire();
        }
        EXPECT_EQ(connection::opened, 3);
        co_await sleep_for(2s);
        {
          auto fresh = co_await pool.acquire();
        }
        EXPECT_EQ(connection::opened, 4);
        co_await pool.close_idle();
        EXPECT_EQ(pool.idle(), 0u);
        EXPECT_EQ(pool.leased(), 0u);
      }(),
      {.simulate = {.seed = 1}});
  EXPECT_EQ(counted::alive, 0);
}

TEST(Explored, ConnectionPool) {
  expect_sound([]() -> task<> {
    connection_pool<connection> pool(open_connection, {.max_size = 2},
                                     [](connection &) -> task<bool> {
                                       co_await yield();
                                       co_return true;
                                     });
    auto user = [&]() -> task<> {
      auto mine = co_await pool.acquire();
      require(pool.leased() <= 2, "too many at once");
      co_await yield();
    };
    std::vector<task<>> users;
    for (int i = 0; i < 4; ++i)
      users.push_back(user());
    co_await gather_all_settled(std::move(users));
    require(pool.leased() == 0, "a lease was lost");
  });
}

} // namespace
} // namespace cotidy::rt::test
