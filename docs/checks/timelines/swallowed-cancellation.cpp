// SPDX-License-Identifier: Apache-2.0
// The program behind the picture on swallowed-cancellation's page: its second example, on cotidy's
// runtime.
// Shown: 1:1:cancel:2
#include <chrono>
#include <cstdio>
#include <string>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<std::string> fetch(int id) {
  co_await rt::sleep_for(20ms);
  co_return std::to_string(id);
}

rt::task<std::string> fetch_or_empty(int id) {
  try {
    co_return co_await fetch(id);
  } catch (...) { // reported
    co_return "";
  }
}

rt::task<int> size_of_all(int count) {
  int size = 0;
  for (int id = 0; id < count; ++id)
    if (const std::string text = co_await fetch_or_empty(id); !text.empty())
      size += static_cast<int>(text.size());
  co_return size;
}

rt::task<> app() {
  auto sizes = rt::spawn(size_of_all(4), {.name = "sizes"});
  std::printf("%d\n", co_await sizes);
}

int main() { rt::run(app()); }
