// SPDX-License-Identifier: Apache-2.0
// Sleeps in the spelling of the other libraries, each in its own file.
// RUN: rm -rf %t && split-file %s %t
// RUN: %check %t/folly.cpp
// RUN: %check %t/cppcoro.cpp
// RUN: %check %t/libcoro.cpp
// RUN: %check %t/libcoro-old.cpp
// RUN: %check %t/seastar.cpp
// RUN: %check %t/runtime.cpp
// RUN: %check %t/qcoro.cpp
// RUN: %check %t/async-simple.cpp
// RUN: %check %t/unifex.cpp
// RUN: %check %t/unknown.cpp

//--- folly.cpp
#include <chrono>
#include <folly/coro/Task.h>
#include <thread>
#include <unistd.h>
// INCLUDE: folly/coro/Sleep.h
using namespace std::chrono_literals;
folly::coro::Task<void> sleeps(std::chrono::nanoseconds Fine) {
  std::this_thread::sleep_for(1s); // WARN: blocks
  // FIX: co_await folly::coro::sleep(1s);
  std::this_thread::sleep_for(Fine); // WARN: blocks
  // FIX: co_await folly::coro::sleep(std::chrono::ceil<std::chrono::microseconds>(Fine));
  usleep(10); // WARN: blocks
  // FIX: co_await folly::coro::sleep(std::chrono::microseconds(10));
  std::this_thread::sleep_until(std::chrono::steady_clock::now()); // WARN: blocks
  co_return;
}

//--- cppcoro.cpp
#include <chrono>
#include <cppcoro/io_service.hpp>
#include <cppcoro/task.hpp>
#include <memory>
#include <thread>
using namespace std::chrono_literals;
cppcoro::task<> byReference(cppcoro::io_service &Loop) {
  std::this_thread::sleep_for(1s); // WARN: blocks
  // FIX: co_await Loop.schedule_after(1s);
  co_return;
}
cppcoro::task<> byPointer(cppcoro::io_service *Loop) {
  std::this_thread::sleep_for(1s); // WARN: blocks
  // FIX: co_await Loop->schedule_after(1s);
  co_return;
}
cppcoro::task<> bySharedPointer(std::shared_ptr<cppcoro::io_service> Loop) {
  std::this_thread::sleep_for(1s); // WARN: blocks
  // FIX: co_await Loop->schedule_after(1s);
  co_return;
}
class Session {
  cppcoro::io_service &Loop;
  cppcoro::task<> byMember() {
    std::this_thread::sleep_for(1s); // WARN: blocks
    // FIX: co_await Loop.schedule_after(1s);
    co_return;
  }
};
cppcoro::task<> byCapture(cppcoro::io_service &Loop) {
  auto Inner = [&Loop]() -> cppcoro::task<> {
    std::this_thread::sleep_for(1s); // WARN: blocks
    // FIX: co_await Loop.schedule_after(1s);
    co_return;
  };
  co_await Inner();
}
// No loop, or more than one: whose time it should be is not known.
cppcoro::task<> none() {
  std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
cppcoro::task<> two(cppcoro::io_service &A, cppcoro::io_service &B) {
  std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
cppcoro::task<> readOnly(const cppcoro::io_service &Loop) {
  std::this_thread::sleep_for(1s); // WARN: blocks
  co_return;
}
cppcoro::task<> declaredLater() {
  std::this_thread::sleep_for(1s); // WARN: blocks
  cppcoro::io_service Loop;
  co_return;
}

//--- libcoro.cpp
#include <chrono>
#include <coro/scheduler.hpp>
#include <memory>
#include <thread>
using namespace std::chrono_literals;
coro::task<> sleeps(std::unique_ptr<coro::scheduler> &Loop, std::chrono::microseconds Fine) {
  std::this_thread::sleep_for(Fine); // WARN: blocks
  // FIX: co_await Loop->yield_for(Fine);
  std::this_thread::sleep_until(std::chrono::steady_clock::now()); // WARN: blocks
  // FIX: co_await Loop->yield_until(std::chrono::steady_clock::now());
  std::this_thread::sleep_until(std::chrono::system_clock::now()); // WARN: blocks
  co_return;
}

//--- libcoro-old.cpp
#include <chrono>
#include <coro/io_scheduler.hpp>
#include <thread>
coro::task<> sleeps(coro::io_scheduler &Loop, std::chrono::microseconds Fine) {
  std::this_thread::sleep_for(Fine); // WARN: blocks
  // FIX: co_await Loop.yield_for(std::chrono::ceil<std::chrono::milliseconds>(Fine));
  co_return;
}

//--- seastar.cpp
#include <chrono>
#include <seastar/core/future.hh>
#include <thread>
// INCLUDE: seastar/core/sleep.hh
seastar::future<> sleeps(std::chrono::duration<double> Exact) {
  std::this_thread::sleep_for(std::chrono::milliseconds(10)); // WARN: blocks
  // FIX: co_await seastar::sleep(std::chrono::milliseconds(10));
  std::this_thread::sleep_for(Exact); // WARN: blocks
  // FIX: co_await seastar::sleep(Exact);
  co_return;
}

//--- runtime.cpp
#include <chrono>
#include <cotidy/runtime/task.hpp>
#include <thread>
#include <unistd.h>
// INCLUDE: cotidy/runtime/sleep.hpp
cotidy::rt::task<> sleeps(std::chrono::duration<float> Exact) {
  std::this_thread::sleep_for(std::chrono::minutes(1)); // WARN: blocks
  // FIX: co_await cotidy::rt::sleep_for(std::chrono::minutes(1));
  std::this_thread::sleep_for(Exact); // WARN: blocks
  // FIX: co_await cotidy::rt::sleep_for(std::chrono::ceil<std::chrono::nanoseconds>(Exact));
  sleep(1); // WARN: blocks
  // FIX: co_await cotidy::rt::sleep_for(std::chrono::seconds(1));
  co_return;
}

//--- qcoro.cpp
#include <QCoroTask>
#include <chrono>
#include <thread>
// INCLUDE: QCoroTimer
QCoro::Task<> sleeps(std::chrono::microseconds Fine) {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: blocks
  // FIX: co_await QCoro::sleepFor(std::chrono::seconds(1));
  std::this_thread::sleep_for(Fine); // WARN: blocks
  // FIX: co_await QCoro::sleepFor(std::chrono::ceil<std::chrono::milliseconds>(Fine));
  co_return;
}

//--- async-simple.cpp
#include <async_simple/coro/Lazy.h>
#include <thread>
// INCLUDE: async_simple/coro/Sleep.h
async_simple::coro::Lazy<> sleeps() {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: blocks
  // FIX: co_await async_simple::coro::sleep(std::chrono::seconds(1));
  co_return;
}

//--- unifex.cpp
#include <chrono>
#include <thread>
#include <unifex/task.hpp>
// INCLUDE: unifex/scheduler_concepts.hpp
unifex::task<> sleeps(unifex::timed_single_thread_context &Timer) {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: blocks
  // FIX: co_await unifex::schedule_after(Timer.get_scheduler(), std::chrono::seconds(1));
  co_return;
}

//--- unknown.cpp
#include <chrono>
#include <mine/task.hpp>
#include <thread>
// How an unknown library sleeps is not known.
mine::task<> sleeps() {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: blocks
  co_return;
}
