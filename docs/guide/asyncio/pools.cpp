// SPDX-License-Identifier: Apache-2.0
// Work that computes on the loop's thread, and a new connection for each question.
#include <cstdint>
#include <cstdio>

#include "cotidy/runtime/gather.hpp"
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

rt::task<std::uint64_t> handle_request(int question) {
  database own = co_await database::connect();
  co_return collatz(2'000'000) + co_await own.ask(question);
}

rt::task<> app() {
  std::vector<rt::task<std::uint64_t>> requests;
  for (int question = 0; question < 3; ++question)
    requests.push_back(handle_request(question));
  const auto answers = co_await rt::gather(std::move(requests));
  std::printf("%zu answers over %d connections\n", answers.size(), database::opened);
}

int main() { rt::run(app(), {.debug = true}); }
