// SPDX-License-Identifier: Apache-2.0
// What coro-blocking-call reports: the first examples of docs/checks/blocking-call.md.
#include <asio.hpp>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

asio::awaitable<bool> send(std::string message);

// A direct call.
asio::awaitable<void> send_with_retries(std::string message) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (co_await send(message))
      co_return;
    std::this_thread::sleep_for(std::chrono::seconds(1)); // reported
  }
}

// A chain: greeting, then Settings, then ifstream.
class Settings {
public:
  explicit Settings(const std::string &path) : file_(path) {}
  std::string name() { return {std::istreambuf_iterator<char>(file_), {}}; }

private:
  std::ifstream file_;
};

std::string greeting() { return "hello from " + Settings("/etc/hostname").name(); }

asio::awaitable<void> greet() {
  co_await send(greeting()); // reported
}

// A destructor.
struct Worker {
  std::jthread thread;
};

asio::awaitable<void> compute() {
  Worker worker{std::jthread([] { /* work */ })}; // reported
  co_await send("started");
}
