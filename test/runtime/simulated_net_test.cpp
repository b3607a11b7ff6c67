// SPDX-License-Identifier: Apache-2.0
// Programs on sockets: each runs on the real network and, under many schedules, on the simulated.
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <set>
#include <string>
#include <system_error>

#include "cotidy/runtime/child_process.hpp"
#include "cotidy/runtime/files.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/net.hpp"
#include "cotidy/runtime/race.hpp"
#include "cotidy/runtime/signals.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/timeout.hpp"
#include "echo.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

void on_both(const std::function<task<>()> &program, std::size_t schedules = 40) {
  EXPECT_NO_THROW(run(program())) << "on the real network";
  const explore_result result = explore(program, {.schedules = schedules, .nothing_open = true});
  EXPECT_TRUE(result) << "simulated with seed " << result.failure->seed.value_or(0) << ": "
                      << result.failure->what;
  EXPECT_EQ(result.schedules, schedules);
}

// The number of the error that the task ends with; 0 for none.
template <class A> task<int> error_of(A awaited) {
  try {
    (void)co_await std::move(awaited);
  } catch (const std::system_error &e) {
    co_return e.code().value();
  }
  co_return 0;
}

TEST(NetOnBoth, AnEchoOfMoreThanFitsIntoTheNetwork) {
  const auto program = []() -> task<> {
    listener at = listen_tcp("127.0.0.1", 0);
    auto server = spawn(serve(at));
    stream client = co_await connect_tcp("localhost", at.port());
    std::string sent(300'000, ' ');
    for (std::size_t i = 0; i < sent.size(); ++i)
      sent[i] = static_cast<char>(i * 7 + i / 1000);
    std::string got(sent.size(), ' ');
    co_await gather(client.write(sent), client.read_exactly(got));
    require(got == sent, "what came back is what was sent");
    client.shutdown_write();
    char rest;
    require(co_await client.read_some(std::span(&rest, 1)) == 0, "then the end");
    require(co_await client.read_some(std::span(&rest, 1)) == 0, "and again");
    server.cancel();
    EXPECT_THROW(co_await server, cancelled);
  };
  on_both(program, 10);
}

TEST(NetOnBoth, UnixSocketsAndManyClients) {
  const std::string path = testing::TempDir() + "cotidy-both-" + std::to_string(::getpid());
  on_both([&]() -> task<> {
    listener at = listen_unix(path);
    auto server = spawn(serve(at));
    std::vector<task<std::string>> clients;
    for (int i = 0; i < 5; ++i)
      clients.push_back([](const std::string &to, int number) -> task<std::string> {
        stream client = co_await connect_unix(to);
        co_await client.write(std::string_view("hello "));
        co_await client.write(std::to_string(number));
        client.shutdown_write();
        co_return co_await client.read_all();
      }(path, i));
    const auto answers = co_await gather(std::move(clients));
    for (int i = 0; i < 5; ++i)
      require(answers[static_cast<std::size_t>(i)] == "hello " + std::to_string(i), "its answer");
    server.cancel();
    EXPECT_THROW(co_await server, cancelled);
    std::remove(path.c_str());
  });
}

TEST(NetOnBoth, HalfClosed) {
  on_both([]() -> task<> {
    listener at = listen_tcp("127.0.0.1", 0);
    stream client = co_await connect_tcp("127.0.0.1", at.port());
    stream session = co_await at.accept();
    co_await client.write(std::string_view("question"));
    client.shutdown_write();
    require(co_await session.read_all() == "question", "all of the question");
    co_await session.write(std::string_view("answer")); // the other direction is open
    session.close();
    require(co_await client.read_all() == "answer", "all of the answer");
    require(co_await error_of(client.write(std::string_view("more"))) == EPIPE, "no more");
  });
}

TEST(NetOnBoth, RefusedConnections) {
  on_both(
      []() -> task<> {
        std::uint16_t port = 0;
        {
          listener closed = listen_tcp("127.0.0.1", 0);
          port = closed.port();
        }
        require(co_await error_of(connect_tcp("127.0.0.1", port)) == ECONNREFUSED,
                "nobody listens");
        EXPECT_THROW(co_await connect_tcp("no-such-host.invalid", 1), std::runtime_error);
        listener at = listen_tcp("127.0.0.1", 0);
        EXPECT_THROW(listen_tcp("127.0.0.1", at.port()), std::system_error);
        stream closed = co_await connect_tcp("127.0.0.1", at.port());
        closed.close();
        char byte;
        require(co_await error_of(closed.read_some(std::span(&byte, 1))) == EBADF, "closed here");
      },
      20);
}

TEST(NetOnBoth, ListeningAtEveryAddress) {
  on_both([]() -> task<> {
    listener at = listen_tcp("0.0.0.0", 0);
    stream client = co_await connect_tcp("127.0.0.1", at.port());
    stream session = co_await at.accept();
    co_await session.write(std::string_view("x"));
    char byte;
    require(co_await client.read_some(std::span(&byte, 1)) == 1 && byte == 'x', "it is connected");
  });
}

TEST(NetOnBoth, DeadlinesLoseNothing) {
  on_both(
      []() -> task<> {
        listener at = listen_tcp("127.0.0.1", 0);
        EXPECT_THROW(co_await timeout(5ms, at.accept()), timed_out);
        stream client = co_await connect_tcp("127.0.0.1", at.port());
        stream session = co_await at.accept();
        char buffer[10];
        EXPECT_THROW(co_await timeout(5ms, client.read_some(buffer)), timed_out);
        co_await session.write(std::string_view("late"));
        co_await client.read_exactly(std::span(buffer, 4));
        require(std::string_view(buffer, 4) == "late", "what comes after a deadline");
        // Nobody reads, so a writer is stuck half-way until its deadline.
        const std::string much(20'000'000, 'm');
        EXPECT_THROW(co_await timeout(20ms, session.write(much)), timed_out);
      },
      10);
}

TEST(NetOnBoth, CancelledInEachOperation) {
  on_both([]() -> task<> {
    listener at = listen_tcp("127.0.0.1", 0);
    auto accepting = spawn(as_task(at.accept()));
    co_await yield();
    accepting.cancel();
    EXPECT_THROW(co_await accepting, cancelled);
    stream client = co_await connect_tcp("127.0.0.1", at.port());
    stream session = co_await at.accept();
    std::string into(10, ' ');
    auto reading = spawn(client.read_exactly(into));
    co_await yield();
    reading.cancel();
    EXPECT_THROW(co_await reading, cancelled);
    co_await session.write(std::string_view("0123456789"));
    co_await client.read_exactly(into);
    require(into == "0123456789", "nothing is lost");
    auto connecting = spawn(connect_tcp("127.0.0.1", at.port()));
    connecting.cancel();
    EXPECT_THROW(co_await connecting, cancelled);
  });
}

TEST(NetOnBoth, TwoReadersAreRefusedAndClosingWakesTheOne) {
  on_both([]() -> task<> {
    listener at = listen_tcp("127.0.0.1", 0);
    auto accept = [](listener &on) -> task<stream> { co_return co_await on.accept(); };
    auto one = spawn(accept(at));
    co_await sleep_for(1ms);
    EXPECT_THROW(co_await at.accept(), std::logic_error);
    at.close();
    EXPECT_THROW(co_await one, std::system_error);
  });
}

TEST(NetOnBoth, ResetWhenNotEverythingWasRead) {
  on_both([]() -> task<> {
    listener at = listen_tcp("127.0.0.1", 0);
    stream client = co_await connect_tcp("127.0.0.1", at.port());
    {
      stream session = co_await at.accept();
      co_await client.write(std::string_view("nobody reads this"));
      co_await sleep_for(5ms); // it arrives
    }
    char byte;
    require(co_await error_of(client.read_some(std::span(&byte, 1))) == ECONNRESET, "a reset");
  });
}

TEST(NetOnBoth, FilesAndProgramsTakeTheirTime) {
  const std::string path = testing::TempDir() + "cotidy-both-file-" + std::to_string(::getpid());
  on_both(
      [&]() -> task<> {
        const auto begin = clock::now();
        co_await write_file(path, "content");
        require(co_await read_file(path) == "content", "the file");
        const std::vector<std::string> command{"sh", "-c", "echo out; exit 3"};
        const auto [code, output] = co_await run_process(command);
        require(code == 3 && output == "out\n", "the program");
        require(clock::now() > begin, "time has passed");
      },
      5);
  std::remove(path.c_str());
}

// How a connection's bytes come in, read by read.
std::string reads_with(std::uint64_t seed) {
  std::string sizes;
  run(
      [&]() -> task<> {
        listener at = listen_tcp("127.0.0.1", 0);
        stream client = co_await connect_tcp("127.0.0.1", at.port());
        stream session = co_await at.accept();
        auto write = [](stream &to) -> task<> {
          for (int i = 0; i < 5; ++i)
            co_await to.write(std::string(100, 'x'));
          to.shutdown_write();
        };
        auto writer = spawn(write(session));
        char buffer[64];
        while (const std::size_t count = co_await client.read_some(buffer))
          sizes += std::to_string(count) + "@" +
                   std::to_string(clock::now().time_since_epoch().count()) + " ";
        co_await writer;
      }(),
      {.simulate = {.seed = seed}});
  return sizes;
}

TEST(SimulatedNet, TheSeedDecidesEachReadAndItsTime) {
  std::set<std::string> different;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_EQ(reads_with(seed), reads_with(seed));
    different.insert(reads_with(seed));
  }
  EXPECT_EQ(different.size(), 20u);
}

TEST(Explored, ConversationOverSimulatedSockets) {
  expect_sound(
      []() -> task<> {
        counted here;
        listener at = listen_tcp("127.0.0.1", 0);
        auto answer = [](listener &on) -> task<> {
          counted there;
          stream peer = co_await on.accept();
          char question[4];
          co_await peer.read_exactly(question);
          co_await peer.write(std::string_view("answer"));
        };
        auto ask = [](std::uint16_t port) -> task<std::string> {
          counted there;
          stream peer = co_await connect_tcp("localhost", port);
          co_await peer.write(std::string_view("what"));
          co_return co_await peer.read_all();
        };
        const auto [ignored, answered] = co_await gather(answer(at), ask(at.port()));
        require(answered == "answer", "the answer");
      },
      10);
}

TEST(SimulatedNet, WhoWaitsForNobodyIsADeadlock) {
  EXPECT_THROW(run(
                   []() -> task<> {
                     listener at = listen_tcp("127.0.0.1", 0);
                     co_await at.accept();
                   }(),
                   {.simulate = {.seed = 1}}),
               deadlock);
}

TEST(SimulatedNet, AConnectionThatOutlivesItsSimulationIsDead) {
  std::vector<stream> kept;
  run(
      [&]() -> task<> {
        listener at = listen_tcp("127.0.0.1", 0);
        kept.push_back(co_await connect_tcp("127.0.0.1", at.port()));
        kept.push_back(co_await at.accept());
      }(),
      {.simulate = {.seed = 1}});
  char byte;
  EXPECT_THROW(run(kept[0].read_some(std::span(&byte, 1))), std::system_error);
  EXPECT_THROW(run(kept[1].write(std::string_view("x")), {.simulate = {.seed = 1}}),
               std::system_error);
  kept.clear();
}

TEST(SimulatedNet, WhatCannotBeSimulatedSaysSo) {
  const run_options simulated{.simulate = {.seed = 1}};
  EXPECT_THROW(run(
                   []() -> task<> {
                     child_process::start({"true"});
                     co_return;
                   }(),
                   simulated),
               std::logic_error);
  EXPECT_THROW(run(
                   []() -> task<> {
                     signal_set signals{SIGUSR2};
                     co_await signals.next();
                   }(),
                   simulated),
               std::logic_error);
}

} // namespace
} // namespace cotidy::rt::test
