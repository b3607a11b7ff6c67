// SPDX-License-Identifier: Apache-2.0
// Debug mode.
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

// What debug mode says about a program.
std::string said_about(task<> program, run_options options = {}) {
  std::string said;
  options.debug = true;
  options.reporter = [&](std::string_view text) { (said += text) += '\n'; };
  try {
    run(std::move(program), options);
  } catch (const deadlock &) {
  }
  return said;
}

std::string content_of(const std::string &path) {
  std::ostringstream all;
  all << std::ifstream(path).rdbuf();
  std::remove(path.c_str());
  return all.str();
}

std::string temporary(const char *name) {
  return testing::TempDir() + "cotidy-debug-test-" + std::to_string(::getpid()) + name;
}

task<> blocks_after_an_await() {
  co_await yield();
  std::this_thread::sleep_for(30ms);
}

TEST(Debug, NamesSlowStepsAndWhereTheyBegan) {
  run_options options;
  options.slow_step = 20ms;
  options.slow_steps = temporary("steps");
  const std::string said = said_about(
      []() -> task<> {
        auto slow = spawn(blocks_after_an_await(), {.name = "slow"});
        co_await slow;
      }(),
      options);
  EXPECT_NE(said.find("task 'slow' ran for "), std::string::npos) << said;
  EXPECT_NE(said.find("resumed in blocks_after_an_await at debug_test.cpp:"), std::string::npos)
      << said;
  const std::string log = content_of(options.slow_steps);
  EXPECT_NE(log.find("debug_test.cpp:"), std::string::npos) << log;
  EXPECT_NE(log.find("blocks_after_an_await"), std::string::npos) << log;
}

TEST(Debug, IsSilentAboutAProgramThatIsWell) {
  EXPECT_EQ(said_about([]() -> task<> {
              auto child = spawn(as_task(sleep_for(1ms)));
              co_await child;
              co_await gather(sleep_for(1ms), yield());
            }()),
            "");
}

TEST(Debug, NamesTasksThatWereNeverAwaited) {
  const std::string said = said_about([]() -> task<> {
    {
      auto forgotten = blocks_after_an_await();
    }
    co_return;
  }());
  EXPECT_NE(said.find("never awaited, so it never ran: blocks_after_an_await at debug_test.cpp:"),
            std::string::npos)
      << said;
}

TEST(Debug, NamesTasksThatWereDestroyedBeforeTheirEnd) {
  const std::string said = said_about([]() -> task<> {
    event never;
    auto waits = [](event &e) -> task<> { co_await e.wait(); };
    auto stuck = spawn(waits(never), {.name = "stuck"});
    co_await stuck; // a deadlock
  }());
  EXPECT_NE(said.find("task 'stuck' was destroyed before its end, in lambda in"), std::string::npos)
      << said;
}

TEST(Debug, PrintsTheTreeOnSignal) {
  const std::string said = said_about([]() -> task<> {
    auto sleeper = spawn(as_task(sleep_for(50ms)), {.name = "sleeper"});
    co_await yield();
    ::raise(SIGUSR1);
    co_await sleeper;
  }());
  EXPECT_NE(said.find("the tasks:\n'main'"), std::string::npos) << said;
  EXPECT_NE(said.find("'sleeper': waits for a timer"), std::string::npos) << said;
}

TEST(Debug, WritesATrace) {
  run_options options;
  options.trace = temporary("trace");
  said_about(
      []() -> task<> {
        auto child = spawn(as_task(sleep_for(1ms)), {.name = "a \"child\""});
        co_await child;
      }(),
      options);
  const std::string trace = content_of(options.trace);
  EXPECT_EQ(trace.find("{\"displayTimeUnit\""), 0u);
  EXPECT_NE(trace.find("\"ph\":\"X\",\"pid\":1,\"tid\":2,\"name\":\"'a \\\"child\\\"'\""),
            std::string::npos)
      << trace;
  EXPECT_EQ(trace.substr(trace.size() - 4), "\n]}\n");
}

TEST(Debug, TheEnvironmentTurnsItOn) {
  ::setenv("COTIDY_RT_DEBUG", "1", 1);
  std::string said;
  run_options options;
  options.reporter = [&](std::string_view text) { said += text; };
  run(
      []() -> task<> {
        {
          auto forgotten = blocks_after_an_await();
        }
        co_return;
      }(),
      options);
  ::unsetenv("COTIDY_RT_DEBUG");
  EXPECT_NE(said.find("never awaited"), std::string::npos);
}

} // namespace
} // namespace cotidy::rt::test
