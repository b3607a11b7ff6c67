// SPDX-License-Identifier: Apache-2.0
// Four items, one after the other, of which two fail: the program around the handlers of this folder.
#ifndef ITEMS_HPP
#define ITEMS_HPP

#include <cstdio>
#include <stdexcept>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

namespace rt = cotidy::rt;

inline rt::task<int> item(int number) {
  co_await rt::sleep_for(std::chrono::milliseconds(5));
  if (number == 1)
    throw std::runtime_error("item 1");
  if (number == 2)
    throw 2; // not an exception
  co_return 1;
}

/// How many items were done.
rt::task<int> work();

inline rt::task<> app() {
  const int done = co_await work();
  std::printf("%d done\n", done);
}

int main() { rt::run(app()); }

#endif
