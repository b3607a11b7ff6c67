// SPDX-License-Identifier: Apache-2.0
// A suggestion that comes first does not take the include that a safe fix needs: with --fix alone
// the result must compile.
// RUN: rm -rf %t && mkdir %t && cp %s %t/unit.cpp
// RUN: %tidy -checks='-*,coro-*' --config='{}' --fix %t/unit.cpp -- -std=c++20 -nostdlibinc -isystem %inputs/std -isystem %inputs/libs
// RUN: FileCheck %s --input-file=%t/unit.cpp
// RUN: %clang++ -std=c++20 -fsyntax-only -nostdlibinc -isystem %inputs/std -isystem %inputs/libs %t/unit.cpp
// CHECK: {{^}}#include <asio/use_awaitable.hpp>
#include <asio/awaitable.hpp>
#include <asio/thread_pool.hpp>
#include <chrono>
#include <fstream>
#include <thread>

int load() {
  std::ifstream File("/etc/hostname");
  return 1;
}
asio::awaitable<int> both(asio::thread_pool &Pool) {
  int Loaded = load();
  // CHECK: {{^}}  co_await asio::steady_timer
  std::this_thread::sleep_for(std::chrono::seconds(1));
  co_return Loaded;
}
