// SPDX-License-Identifier: Apache-2.0
// Processes that compute, and connections that are kept.
#include <cstdint>
#include <cstdio>

#include "cotidy/runtime/connection_pool.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/process_pool.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct database {
  static inline int opened = 0;
  static rt::task<database> connect() {
    co_await rt::sleep_for(30ms); // handshakes
    ++opened;
    co_return database{};
  }
  rt::task<std::uint64_t> ask(int question) {
    co_await rt::sleep_for(5ms);
    co_return question;
  }
};

std::uint64_t collatz(std::uint64_t limit) { // the longest chain up to a limit
  std::uint64_t longest = 0;
  for (std::uint64_t from = 1; from < limit; ++from) {
    std::uint64_t length = 0;
    for (std::uint64_t n = from; n != 1; n = n % 2 ? 3 * n + 1 : n / 2)
      ++length;
    longest = std::max(longest, length);
  }
  return longest;
}

using pool_of_connections = rt::connection_pool<database>;

rt::task<std::uint64_t> handle_request(rt::process_pool &processes, pool_of_connections &databases,
                                       int question) {
  const std::uint64_t number = co_await rt::run_in_executor(processes, collatz, 2'000'000u);
  auto lease = co_await databases.acquire();
  co_return number + co_await lease->ask(question);
}

rt::task<> app(rt::process_pool &processes) {
  pool_of_connections databases(database::connect, {.max_size = 1});
  std::vector<rt::task<std::uint64_t>> requests;
  for (int question = 0; question < 3; ++question)
    requests.push_back(handle_request(processes, databases, question));
  const auto answers = co_await rt::gather(std::move(requests));
  std::printf("%zu answers over %d connections\n", answers.size(), database::opened);
}

int main() {
  rt::process_pool processes(2);
  rt::run(app(processes), {.debug = true});
}
