// SPDX-License-Identifier: Apache-2.0
// A connection and a thread pool that are kept.
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <string>

#include "cotidy/runtime/connection_pool.hpp"
#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/net.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/spawn.hpp"

namespace rt = cotidy::rt;

int connected = 0;

rt::task<> echo(rt::stream client) {
  char page = 0;
  while (co_await client.read_some({&page, 1}) == 1)
    co_await client.write({&++page, 1}); // the page that comes next
}

rt::task<> serve(rt::listener at) {
  for (;; ++connected)
    rt::spawn(echo(co_await at.accept()), {.name = "echo"});
}

int checksum(const std::string &text) { return std::accumulate(text.begin(), text.end(), 0); }

rt::task<int> checked(rt::thread_pool &pool, std::string text) {
  co_return co_await rt::run_in_executor(pool, checksum, text);
}

rt::task<> app() {
  rt::listener at = rt::listen_tcp("127.0.0.1", 0);
  const std::uint16_t port = at.port();
  rt::spawn(serve(std::move(at)), {.name = "server"});

  rt::thread_pool pool(1);
  rt::connection_pool<rt::stream> servers([=] { return rt::connect_tcp("127.0.0.1", port); });
  char page = 'a';
  for (int count = 0; count < 4; ++count) { // one page tells where the next is
    {
      auto server = co_await servers.acquire();
      co_await server->write({&page, 1});
      co_await server->read_exactly({&page, 1});
    } // given back
    std::printf("page %c, checksum %d\n", page, co_await checked(pool, std::string(10, page)));
  }
  std::printf("%d connections\n", connected);
}

int main() { rt::run(app(), {.simulate = {.seed = 1}}); }
