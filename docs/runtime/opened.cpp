// SPDX-License-Identifier: Apache-2.0
// A program of docs/runtime.md: a resource that an error leaves open.
#include <cstdio>

#include "cotidy/runtime/explore.hpp"
#include "cotidy/runtime/opened.hpp"
#include "cotidy/runtime/scope.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct session {
  rt::open_mark mark{"a session"};
  rt::task<> close() {
    mark.closed();
    co_await rt::sleep_for(1ms); // says goodbye
  }
};

rt::task<> by_hand() {
  session mine;
  co_await rt::sleep_for(5ms); // what is thrown here skips the next line
  co_await mine.close();
}

rt::task<> with_with() {
  auto use = [](session &) -> rt::task<> { co_await rt::sleep_for(5ms); };
  co_await rt::with(session(), use);
}

int main() {
  for (const auto program : {by_hand, with_with}) {
    const auto result =
        rt::explore(program, {.inject = rt::fault::exception, .nothing_open = true});
    std::puts(result ? "nothing stays open" : result.failure->what.c_str());
  }
}
