// SPDX-License-Identifier: Apache-2.0
// A first program: two requests at once, one of them in time.
#include <cstdio>
#include <string>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<std::string> fetch(std::string name, std::chrono::milliseconds time) {
  co_await rt::sleep_for(time);
  co_return name + " has answered";
}

rt::task<int> app() {
  auto [one, two] = co_await rt::gather(fetch("one", 20ms), fetch("two", 10ms));
  std::printf("%s, %s\n", one.c_str(), two.c_str());
  try {
    co_await rt::timeout(5ms, fetch("three", 1h));
  } catch (const rt::timed_out &) {
    std::puts("three has not");
  }
  co_return 0;
}

int main() { return rt::run(app()); }
