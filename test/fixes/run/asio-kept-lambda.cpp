// SPDX-License-Identifier: Apache-2.0
// Tasks of lambdas that are called where they are spawned: given the lambdas, the spawn keeps them.
// PROVES: kept-lambda
// REQUIRES: asio, cotidy
// RUN: %run-fixed --check dangling-reference --ratio 10 %s -- %{asio}
#include <asio.hpp>
#include <chrono>
#include <cstdio>
#include <set>
#include <string>

using namespace std::chrono_literals;

/// Knows which of its objects are there. The address of one that is gone may be taken, not more.
struct Probe {
  static inline std::set<const Probe *> There;
  Probe() { There.insert(this); }
  Probe(const Probe &) { There.insert(this); }
  ~Probe() { There.erase(this); }
};
bool isThere(const Probe *P) { return Probe::There.contains(P); }

asio::awaitable<void> wait_a_moment() {
  asio::steady_timer Timer(co_await asio::this_coro::executor, 5ms);
  co_await Timer.async_wait(asio::use_awaitable);
}

int Gone = 0, Done = 0;

struct service {
  Probe Mine;

  void start(asio::io_context &Io) {
    asio::co_spawn(
        Io,
        [kept = Mine]() -> asio::awaitable<void> {
          co_await wait_a_moment();
          Gone += !isThere(&kept);
          ++Done;
        }(),
        asio::detached);
    asio::co_spawn(Io, ([kept = Mine]() mutable -> asio::awaitable<void> {
                     for (int I = 0; I < 3; ++I) {
                       co_await wait_a_moment();
                       Gone += !isThere(&kept);
                     }
                     ++Done;
                   })(/* at once */),
                   [](std::exception_ptr) { ++Done; });
  }
};

int main() {
  asio::io_context Io;
  service Of;
  Of.start(Io);
  Io.run();
  std::printf("%d done\n", Done);
  std::printf("measure: %d\n", Gone);
}
