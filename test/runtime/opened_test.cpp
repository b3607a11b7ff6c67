// SPDX-License-Identifier: Apache-2.0
// What is left open when a loop ends: who is told, and about what.
#include <sys/socket.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cotidy/runtime/child_process.hpp"
#include "cotidy/runtime/connection_pool.hpp"
#include "cotidy/runtime/net.hpp"
#include "cotidy/runtime/process_pool.hpp"
#include "cotidy/runtime/scope.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

std::vector<open_resource> left_by(task<> program, run_options options = {}) {
  std::vector<open_resource> left;
  options.left_open = &left;
  try {
    run(std::move(program), options);
  } catch (const injected_fault &) {
  }
  return left;
}

std::string said_about(task<> program) {
  std::string said;
  run_options options;
  options.debug = true;
  options.reporter = [&](std::string_view text) { (said += text) += '\n'; };
  run(std::move(program), options);
  return said;
}

struct session {
  task<> close() { co_await sleep_for(1ms); }
};

task<session> open_session() {
  co_await sleep_for(1ms);
  co_return session();
}

task<int> add(int a, int b) { co_return a + b; }

TEST(Opened, SilentWhenEverythingIsClosed) {
  process_pool processes(1); // its worker outlives the loop, as it should
  EXPECT_EQ(said_about([](process_pool &pool) -> task<> {
              listener at = listen_tcp("127.0.0.1", 0);
              stream client = co_await connect_tcp("127.0.0.1", at.port());
              stream server = co_await at.accept();
              stream moved = std::move(server);
              auto child = child_process::start({"true"}, {.pipe_in = true, .pipe_out = true});
              co_await child.wait();
              connection_pool<session> sessions(open_session);
              {
                auto lease = co_await sessions.acquire();
              }
              {
                (co_await sessions.acquire()).discard();
              }
              {
                auto lease = co_await sessions.acquire();
              }
              co_await sessions.close_idle();
              auto use = [](session &) -> task<> { co_await yield(); };
              co_await with(session(), use);
              co_await run_in_executor(pool, [](int n) { return n; }, 1);
              co_await add(1, 2);
            }(processes)),
            "");
}

constexpr unsigned before = __LINE__; // the place below is counted from here
task<> open_one(std::uint16_t port, std::vector<stream> &to) {
  to.push_back(co_await connect_tcp("127.0.0.1", port));
}

TEST(Opened, StreamsAndListenersThatOutliveTheLoop) {
  constexpr unsigned line = before + 2;
  std::vector<stream> streams;
  std::optional<listener> at;
  const auto program = [&]() -> task<> {
    at = listen_tcp("127.0.0.1", 0);
    auto opening = spawn(open_one(at->port(), streams), {.name = "opener"});
    co_await opening;
  };
  const auto left = left_by(program());
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].what, "a listener");
  EXPECT_EQ(left[0].task, "'main'");
  EXPECT_FALSE(left[0].destroyed);
  EXPECT_EQ(left[1].what, "a connection");
  EXPECT_EQ(left[1].task, "'opener'");
  EXPECT_EQ(left[1].where.line(), line);
  streams.clear();
  at.reset();
  EXPECT_NE(said_about(program()).find("a connection has outlived its loop: opened by task "
                                       "'opener' in open_one at opened_test.cpp:" +
                                       std::to_string(line) + "\n"),
            std::string::npos);
}

TEST(Opened, AChildProcessAndALeaseThatOutliveTheLoop) {
  std::vector<child_process> children;
  connection_pool<int> pool([]() -> task<int> { co_return 1; });
  std::vector<connection_pool<int>::lease> leases;
  const auto left = left_by([&]() -> task<> {
    children.push_back(child_process::start({"sleep", "100"}, {.pipe_out = true}));
    leases.push_back(co_await pool.acquire());
  }());
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].what, "a child process");
  EXPECT_EQ(left[1].what, "a lease of a pool");
  leases.clear(); // without a loop: nobody could say how long the connection has been idle
  EXPECT_EQ(pool.leased(), 0u);
  EXPECT_EQ(pool.idle(), 0u);
}

TEST(Opened, APoolThatDiesWithConnectionsWhoseCloseIsAwaited) {
  const auto left = left_by([]() -> task<> {
    connection_pool<session> pool(open_session);
    auto lease = co_await pool.acquire();
  }());
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].what, "a connection of a pool");
  EXPECT_TRUE(left[0].destroyed);
}

TEST(Opened, AScopeThatIsDestroyedBeforeItsEnd) {
  const auto use = [](session &) -> task<> { co_await sleep_for(1h); };
  const auto program = [&]() -> task<> { co_await with(session(), use); };
  run_options options;
  options.simulate = {.seed = 1, .inject = fault::cancel, .at = 0};
  std::vector<open_resource> left;
  options.left_open = &left;
  EXPECT_THROW(run(program(), options), cancelled);
  EXPECT_TRUE(left.empty());
  options.simulate.inject = fault::destroy;
  EXPECT_THROW(run(program(), options), main_destroyed);
  ASSERT_EQ(left.size(), 1u);
  EXPECT_NE(left[0].what.find("session"), std::string::npos);
  EXPECT_TRUE(left[0].destroyed);
}

// A type of somebody else, which tells.
struct door {
  open_mark mark{"a door"};
  task<> close() {
    mark.closed();
    co_return;
  }
};

TEST(Opened, ExploreFindsWhatAnErrorLeavesOpen) {
  const auto by_hand = []() -> task<> {
    door mine;
    co_await sleep_for(1ms); // whatever is thrown here skips the close
    co_await mine.close();
  };
  const explore_options options{.schedules = 3, .inject = fault::exception, .nothing_open = true};
  const explore_result result = explore(by_hand, options);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->at, 0u);
  EXPECT_EQ(result.failure->inject, fault::exception);
  EXPECT_EQ(result.failure->what.find("a door is left open by task 'main' in door"), 0u)
      << result.failure->what;
  const auto with_with = []() -> task<> {
    auto use = [](door &) -> task<> { co_await sleep_for(1ms); };
    co_await with(door(), use);
  };
  const explore_result repaired = explore(with_with, options);
  EXPECT_TRUE(repaired) << repaired.failure->what;
}

TEST(Opened, NobodyWhoHasNotAskedIsTold) {
  std::vector<door> doors;
  std::string said;
  run_options options;
  options.reporter = [&](std::string_view text) { said += text; };
  run(
      [](std::vector<door> &to) -> task<> {
        to.emplace_back();
        co_return;
      }(doors),
      options);
  EXPECT_EQ(said, "");
  std::vector<open_resource> left;
  options.left_open = &left;
  run(
      [](std::vector<door> &to) -> task<> {
        to.emplace_back();
        co_return;
      }(doors),
      options);
  EXPECT_EQ(said, "");
  EXPECT_EQ(left.size(), 1u);
}

} // namespace
} // namespace cotidy::rt::test
