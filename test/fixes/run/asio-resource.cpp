// SPDX-License-Identifier: Apache-2.0
// Files that a coroutine on Asio holds when it is cancelled: with an owner they are closed.
// REQUIRES: asio, cotidy
// RUN: %run-fixed --check unscoped-resource --notes --ratio 10 %s -- %{asio}
#include <asio.hpp>
#include <chrono>
#include <cstdio>
#include <dirent.h>
#include <string>

using namespace std::chrono_literals;

int openDescriptors() {
  int Count = 0;
  DIR *Folder = opendir("/proc/self/fd");
  while (readdir(Folder))
    ++Count;
  closedir(Folder);
  return Count;
}

asio::awaitable<void> upload(asio::steady_timer &Network, std::string &Sent) {
  std::FILE *File = std::fopen("/proc/self/comm", "r");
  if (!File)
    co_return;
  char Line[64];
  while (std::fgets(Line, sizeof Line, File)) {
    Network.expires_after(20ms);
    co_await Network.async_wait(asio::use_awaitable);
    Sent += std::string(Line).empty() ? "" : "line ";
  }
  std::fclose(File);
}

asio::awaitable<void> program(asio::io_context &Loop) {
  asio::steady_timer First(Loop, 1ms);
  co_await First.async_wait(asio::use_awaitable); // opens what Asio keeps open
  const int Before = openDescriptors();
  std::string Sent;
  for (int I = 0; I < 20; ++I) {
    asio::steady_timer Network(Loop), Pause(Loop);
    bool Done = false;
    asio::co_spawn(Loop, upload(Network, Sent), [&](std::exception_ptr) { Done = true; });
    while (!Done) {
      Pause.expires_after(1ms);
      co_await Pause.async_wait(asio::use_awaitable);
      if (I % 4 != 0)
        Network.cancel(); // the client has gone away
    }
  }
  std::printf("sent: %s\nmeasure: %d\n", Sent.c_str(), openDescriptors() - Before);
}

int main() {
  asio::io_context Loop;
  asio::co_spawn(Loop, program(Loop), asio::detached);
  Loop.run();
}
