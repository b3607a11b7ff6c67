// SPDX-License-Identifier: Apache-2.0
// process_pool, child processes, signals, files.
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <numeric>
#include <string>

#include "cotidy/runtime/child_process.hpp"
#include "cotidy/runtime/files.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/process_pool.hpp"
#include "cotidy/runtime/settled.hpp"
#include "cotidy/runtime/signals.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/timeout.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

int add(int a, int b) { return a + b; }

TEST(ProcessPool, CallsElsewhereAndGivesResultsAndErrors) {
  process_pool pool(2);
  run([&]() -> task<> {
    EXPECT_EQ(co_await run_in_executor(pool, add, 1, 2), 3);
    EXPECT_NE(co_await run_in_executor(pool, [] { return ::getpid(); }), ::getpid());
    const std::vector<std::string> words{"a", std::string(1'000'000, 'b')};
    const auto back = co_await run_in_executor(
        pool, [](std::vector<std::string> all) { return std::pair(all.size(), all.back()); },
        words);
    EXPECT_EQ(back.first, 2u);
    EXPECT_EQ(back.second, words.back());
    try {
      co_await run_in_executor(pool, [] { throw std::runtime_error("over there"); });
      ADD_FAILURE();
    } catch (const remote_error &e) {
      EXPECT_STREQ(e.what(), "over there");
    }
  }());
  // The pool serves the next loop too.
  EXPECT_EQ(run(run_in_executor(pool, add, 3, 4)), 7);
}

TEST(ProcessPool, AWorkerThatIsKilledFailsOnlyItsCall) {
  process_pool pool(2);
  run([&]() -> task<> {
    std::vector<task<int>> calls;
    for (int i = 0; i < 20; ++i) {
      calls.push_back(run_in_executor(
          pool,
          [](int n) {
            if (n % 5 == 2)
              ::kill(::getpid(), SIGKILL);
            return n;
          },
          i));
    }
    auto outcomes = co_await gather_all_settled(std::move(calls));
    for (int i = 0; i < 20; ++i) {
      auto &each = outcomes[static_cast<std::size_t>(i)];
      if (i % 5 == 2)
        EXPECT_THROW(each.value(), worker_died);
      else
        EXPECT_EQ(each.value(), i);
    }
  }());
}

TEST(ProcessPool, ATimeoutKillsTheWorker) {
  process_pool pool(1);
  run([&]() -> task<> {
    EXPECT_THROW(co_await timeout(20ms, run_in_executor(pool, [] { return ::pause(); })),
                 timed_out);
    EXPECT_EQ(co_await run_in_executor(pool, add, 1, 1), 2);
  }());
}

TEST(Explored, ProcessPoolInVirtualTime) {
  process_pool pool(1);
  expect_sound(
      [&]() -> task<> {
        auto [a, b] =
            co_await gather(run_in_executor(pool, add, 1, 2), run_in_executor(pool, add, 3, 4));
        require(a == 3 && b == 7, "sums");
      },
      10);
}

TEST(ChildProcess, IsFedReadAndAwaited) {
  run([]() -> task<> {
    const std::vector<std::string> command{"sh", "-c", "echo out; exit 3"};
    auto [code, output] = co_await run_process(command);
    EXPECT_EQ(code, 3);
    EXPECT_EQ(output, "out\n");

    auto cat = child_process::start({"cat"}, {.pipe_in = true, .pipe_out = true});
    co_await cat.in().write(std::string_view("through a pipe"));
    cat.in().close();
    EXPECT_EQ(co_await cat.out().read_all(), "through a pipe");
    EXPECT_EQ(co_await cat.wait(), 0);

    auto sleeper = child_process::start({"sleep", "100"});
    EXPECT_THROW(co_await timeout(5ms, sleeper.wait()), timed_out);
    sleeper.kill(SIGTERM);
    EXPECT_EQ(co_await sleeper.wait(), 128 + SIGTERM);
    EXPECT_THROW(child_process::start({"no-such-program-anywhere"}), std::system_error);
    auto dropped = child_process::start({"sleep", "100"}); // is killed
  }());
}

TEST(Signals, AreAwaited) {
  run([]() -> task<> {
    signal_set signals{SIGUSR2};
    auto waiting = spawn(as_task(signals.next()));
    co_await yield();
    ::pthread_kill(::pthread_self(), SIGUSR2);
    EXPECT_EQ(co_await waiting, SIGUSR2);
  }());
}

TEST(Files, AreReadAndReplaced) {
  const std::string path = testing::TempDir() + "cotidy-files-test-" + std::to_string(::getpid());
  run([&]() -> task<> {
    const std::string content(300'000, 'c');
    co_await write_file(path, "old");
    ::chmod(path.c_str(), 0600);
    co_await write_file(path, content);
    EXPECT_EQ(co_await read_file(path), content);
    struct stat now{};
    EXPECT_EQ(::stat(path.c_str(), &now), 0);
    EXPECT_EQ(now.st_mode & 0777, 0600u);
    EXPECT_THROW(co_await read_file(path + "/none"), std::system_error);
    EXPECT_THROW(co_await write_file(path + "/none", ""), std::system_error);
  }());
  std::remove(path.c_str());
}

// A forked process has none of its parent's threads, on which these calls run.
TEST(Files, AndNamesInAForkedProcess) {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
  GTEST_SKIP() << "the thread sanitizer starts no threads in a process that was forked with some";
#endif
#endif
  run(resolve("localhost")); // the threads are there
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(20);
    ::_exit(run(resolve("localhost")).empty() ? 1 : 0);
  }
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

} // namespace
} // namespace cotidy::rt::test
