// SPDX-License-Identifier: Apache-2.0
// What to write instead: examples of docs/checks/dangling-reference.md.
#include <asio.hpp>
#include <string>
#include <utility>
#include <vector>

asio::awaitable<void> tell(const std::string &line);
asio::awaitable<void> step();
asio::awaitable<void> print(int number);

// Awaited at once, living longer, or by value.
asio::awaitable<void> keep(std::string line);

asio::awaitable<void> report_all(std::vector<std::string> names) {
  co_await tell("all of them:");
  std::vector<asio::awaitable<void>> lines;
  for (const auto &name : names)
    lines.push_back(tell(name));
  for (auto &line : lines)
    co_await std::move(line);
}

asio::awaitable<void> greet(std::string name) { return keep(std::move(name)); }

// Handed over uncalled.
void start(asio::io_context &io, int number) {
  asio::co_spawn(io, [number]() -> asio::awaitable<void> {
    co_await step();
    co_await print(number);
  }, asio::detached);
}
