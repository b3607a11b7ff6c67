// SPDX-License-Identifier: Apache-2.0
// What coro-unscoped-resource is silent on: the other examples of docs/checks/unscoped-resource.md.
#include <asio.hpp>
#include <cstdio>
#include <exception>
#include <memory>
#include <mutex>
#include <string>

asio::awaitable<void> send(std::string line);
asio::awaitable<void> step();

// An owner.
asio::awaitable<void> upload(const char *path) {
  std::unique_ptr<FILE, int (*)(FILE *)> file(std::fopen(path, "r"), &std::fclose);
  if (!file)
    co_return;
  char line[256];
  while (std::fgets(line, sizeof line, file.get()))
    co_await send(line);
}

class async_mutex {
public:
  asio::awaitable<void> lock();
  void unlock();
};

asio::awaitable<void> update(async_mutex &mutex) {
  co_await mutex.lock();
  std::unique_lock<async_mutex> guard(mutex, std::adopt_lock);
  co_await step();
}

// What a destructor cannot await.
class client {
public:
  asio::awaitable<void> connect();
  asio::awaitable<void> close();
};

asio::awaitable<void> ask(client &database) {
  std::exception_ptr error;
  co_await database.connect();
  try {
    co_await step();
  } catch (...) {
    error = std::current_exception();
  }
  co_await database.close();
  if (error)
    std::rethrow_exception(error);
}

// Silent.
class file_cache {
public:
  asio::awaitable<void> open(const char *path) {
    FILE *file = std::fopen(path, "r");
    if (!file) {
      co_await send("no such file");
      co_return;
    }
    file_ = file;
    co_await step();
  }

private:
  FILE *file_ = nullptr;
};
