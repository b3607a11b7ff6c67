// SPDX-License-Identifier: Apache-2.0
// What coro-dangling-reference reports: the first examples of docs/checks/dangling-reference.md.
#include <asio.hpp>
#include <string>
#include <utility>
#include <vector>

asio::awaitable<void> step();
asio::awaitable<void> print(int number);

// A temporary, and a local.
asio::awaitable<void> tell(const std::string &line);

asio::awaitable<void> report_all(std::vector<std::string> names) {
  auto first = tell("all of them:"); // reported: the string is gone when 'first' is awaited
  std::vector<asio::awaitable<void>> lines;
  for (auto name : names)
    lines.push_back(tell(name)); // reported: 'name' is a copy that ends with the iteration
  co_await std::move(first);
  for (auto &line : lines)
    co_await std::move(line);
}

// Returned, and captured.
asio::awaitable<void> greet(std::string name) {
  return tell(name); // reported: 'name' is gone when the caller awaits
}

void start(asio::io_context &io, int number) {
  asio::co_spawn(io, [number]() -> asio::awaitable<void> { // reported: the lambda is gone, and with it 'number'
    co_await step();
    co_await print(number);
  }(), asio::detached);
}
