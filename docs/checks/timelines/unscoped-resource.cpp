// SPDX-License-Identifier: Apache-2.0
// The program behind the picture on unscoped-resource's page: its first example, on cotidy's
// runtime.
// Shown: 1:1:exception:2
#include <chrono>
#include <cstdio>
#include <string>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> send(const std::string &) { co_await rt::sleep_for(200ms); }

rt::task<> upload(const char *path) {
  FILE *file = std::fopen(path, "r"); // reported
  if (!file)
    co_return;
  for (const char *line : {"one", "two", "three"})
    co_await send(line);
  std::fclose(file);
}

rt::task<> app() {
  auto uploading = rt::spawn(upload("/dev/null"), {.name = "upload"});
  co_await uploading;
  std::puts("sent");
}

int main() { rt::run(app()); }
