// SPDX-License-Identifier: Apache-2.0
// What coro-unscoped-resource reports: the first examples of docs/checks/unscoped-resource.md.
#include <asio.hpp>
#include <cstdio>
#include <string>

asio::awaitable<void> send(std::string line);
asio::awaitable<void> step();

// A handle.
asio::awaitable<void> upload(const char *path) {
  FILE *file = std::fopen(path, "r"); // reported
  if (!file)
    co_return;
  char line[256];
  while (std::fgets(line, sizeof line, file))
    co_await send(line);
  std::fclose(file);
}

// An object.
class async_mutex {
public:
  asio::awaitable<void> lock();
  void unlock();
};

asio::awaitable<void> update(async_mutex &mutex) {
  co_await mutex.lock(); // reported
  co_await step();
  mutex.unlock();
}

// An awaited release.
class client {
public:
  asio::awaitable<void> connect();
  asio::awaitable<void> close();
};

asio::awaitable<void> ask(client &database) {
  co_await database.connect(); // reported
  co_await step();
  co_await database.close();
}
