// SPDX-License-Identifier: Apache-2.0
// Dropped tasks of the real Asio: before the fix nothing of them runs; with it their bodies run, and
// their errors arrive.
// REQUIRES: asio
// DEFINE: %{flags} = -std=c++20 -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// RUN: %clang++ %{flags} -w -pthread %s -o %t.before && %t.before | FileCheck %s --check-prefix=BEFORE
// RUN: cp %s %t.cpp
// RUN: %tidy -checks='-*,coro-dropped-task' --fix %t.cpp -- %{flags} | FileCheck %s
// RUN: %tidy -checks='-*,coro-dropped-task' %t.cpp -- %{flags} | count 0
// RUN: %clang++ %{flags} -w -pthread %t.cpp -o %t.after && %t.after | FileCheck %s --check-prefix=AFTER
// BEFORE: left: 0, errors: 0
// AFTER: left: 3, errors: 1
#include <asio.hpp>
#include <cstdio>
#include <stdexcept>

static int left, errors;

asio::awaitable<void> save() {
  ++left;
  co_return;
}
asio::awaitable<int> fails() {
  ++left;
  throw std::runtime_error("full");
  co_return 1;
}
asio::awaitable<void> work() {
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
  // CHECK: :[[@LINE+1]]:3: warning: the task that 'basic_waitable_timer::async_wait' returns is dropped
  timer.async_wait(asio::use_awaitable);
  // CHECK: :[[@LINE+1]]:3: warning: the task that 'save' returns is dropped
  save();
  // CHECK: :[[@LINE+1]]:8: warning: the task that 'save' returns is kept in 'kept'
  auto kept = save();
  try {
    // CHECK: :[[@LINE+1]]:5: warning: the task that 'fails' returns is dropped
    fails();
  } catch (const std::runtime_error &) {
    ++errors;
  }
}

int main() {
  asio::io_context io;
  asio::co_spawn(io, work(), asio::detached);
  io.run();
  std::printf("left: %d, errors: %d\n", left, errors);
}
