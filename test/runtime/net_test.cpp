// SPDX-License-Identifier: Apache-2.0
// Sockets on the real loop.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>

#include "cotidy/runtime/child_process.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/latch.hpp"
#include "cotidy/runtime/net.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/task_group.hpp"
#include "cotidy/runtime/timeout.hpp"
#include "echo.hpp"
#include "support.hpp"

namespace cotidy::rt::test {
namespace {

int open_descriptors() {
  int count = 0;
  for (int fd = 0; fd < 200; ++fd)
    count += ::fcntl(fd, F_GETFD) >= 0;
  return count;
}

TEST(Net, EchoesOverTcp) {
  const int before = open_descriptors();
  run([]() -> task<> {
    listener at = listen_tcp("127.0.0.1", 0);
    auto server = spawn(serve(at));
    stream client = co_await connect_tcp("localhost", at.port());
    const std::string sent(1'000'000, 'x');
    std::string got(sent.size(), ' ');
    // Both at once: neither side can hold it all.
    co_await gather(client.write(sent), client.read_exactly(got));
    EXPECT_EQ(got, sent);
    client.shutdown_write();
    char rest;
    EXPECT_EQ(co_await client.read_some(std::span(&rest, 1)), 0u);
    server.cancel();
    EXPECT_THROW(co_await server, cancelled);
  }());
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Net, OutOfDescriptorsIsAnErrorAndPasses) {
  run([]() -> task<> {
    listener at = listen_tcp("127.0.0.1", 0);
    stream client = co_await connect_tcp("127.0.0.1", at.port());
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit none = before;
    none.rlim_cur = 0;
    ::setrlimit(RLIMIT_NOFILE, &none);
    EXPECT_THROW(co_await at.accept(), std::system_error);
    EXPECT_THROW(co_await connect_tcp("127.0.0.1", 1), std::system_error);
    ::setrlimit(RLIMIT_NOFILE, &before);
    stream session = co_await at.accept();
    EXPECT_TRUE(session);
  }());
}

// One end in a process of its own: together they need 20,000 descriptors.
constexpr int connections = 10'000;

task<> one_client(std::uint16_t port, semaphore &connecting, latch &all, int &answers) {
  // A full backlog drops connections silently, and the system waits longer each time to try again.
  auto turn = co_await connecting.scoped_acquire();
  stream peer = co_await connect_tcp("127.0.0.1", port);
  turn.release();
  all.count_down();
  co_await all.wait(); // nobody leaves before everybody is there
  co_await peer.write(std::string_view("ping"));
  char answer[4];
  co_await peer.read_exactly(answer);
  answers += std::string_view(answer, 4) == "ping";
}

int all_clients(std::uint16_t port) {
  int answers = 0;
  run([&]() -> task<> {
    semaphore connecting(500);
    latch all_connected(connections);
    std::vector<task<>> clients;
    for (int i = 0; i < connections; ++i)
      clients.push_back(one_client(port, connecting, all_connected, answers));
    co_await timeout(60s, gather(std::move(clients)));
  }());
  return answers;
}

// The other end of the test below, which starts this program again for it.
TEST(Net, ClientsOfTenThousandConnections) {
  const char *port = std::getenv("COTIDY_NET_TEST_PORT");
  if (!port)
    GTEST_SKIP() << "only for the test of ten thousand connections";
  EXPECT_EQ(all_clients(static_cast<std::uint16_t>(std::atoi(port))), connections);
}

TEST(Net, TenThousandConnectionsAtOnce) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < connections + 100)
    GTEST_SKIP() << "only " << limit.rlim_cur << " descriptors";
  run([&]() -> task<> {
    listener at = listen_tcp("127.0.0.1", 0);
    auto server = spawn(serve(at));
    ::setenv("COTIDY_NET_TEST_PORT", std::to_string(at.port()).c_str(), 1);
    const std::vector<std::string> clients{"/proc/self/exe",
                                           "--gtest_filter=Net.ClientsOfTenThousandConnections"};
    const auto [code, output] = co_await run_process(clients);
    ::unsetenv("COTIDY_NET_TEST_PORT");
    EXPECT_EQ(code, 0) << output;
    server.cancel();
    EXPECT_THROW(co_await server, cancelled);
  }());
}

} // namespace
} // namespace cotidy::rt::test
