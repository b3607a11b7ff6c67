// SPDX-License-Identifier: Apache-2.0
// Handlers that throw a cancellation on compile with the real Asio and Boost.Asio, and leave nothing
// to report.
// REQUIRES: asio, boost
// RUN: cp %s %t.cpp
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' --fix %t.cpp -- -std=c++20 \
// RUN:   -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE | FileCheck %s
// RUN: grep -c '[.>]code() == asio::error::operation_aborted' %t.cpp \
// RUN:   | FileCheck %s --check-prefix=FIXED
// RUN: %clang++ -fsyntax-only -std=c++20 -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE %t.cpp
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' %t.cpp -- -std=c++20 \
// RUN:   -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE \
// RUN:   | FileCheck %s --check-prefix=AGAIN --implicit-check-not='this handler' --allow-empty
//
// RUN: cp %s %t.boost.cpp
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' --fix %t.boost.cpp -- -std=c++20 -DBOOST \
// RUN:   -DBOOST_ASIO_HAS_CO_AWAIT -DBOOST_ASIO_HAS_STD_COROUTINE | FileCheck %s
// RUN: grep -c '[.>]code() == boost::asio::error::operation_aborted' %t.boost.cpp \
// RUN:   | FileCheck %s --check-prefix=FIXED
// RUN: %clang++ -fsyntax-only -std=c++20 -DBOOST -DBOOST_ASIO_HAS_CO_AWAIT \
// RUN:   -DBOOST_ASIO_HAS_STD_COROUTINE %t.boost.cpp
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' %t.boost.cpp -- -std=c++20 -DBOOST \
// RUN:   -DBOOST_ASIO_HAS_CO_AWAIT -DBOOST_ASIO_HAS_STD_COROUTINE \
// RUN:   | FileCheck %s --check-prefix=AGAIN --implicit-check-not='this handler' --allow-empty
#include <iostream>
#ifdef BOOST
#include <boost/asio.hpp>
namespace net = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
#else
#include <asio.hpp>
namespace net = asio;
using std::error_code;
using std::system_error;
#endif

// FIXED: 3
net::awaitable<void> byTheType(net::ip::tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await acceptor.async_accept(net::use_awaitable);
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'byTheType' and the loop goes around again
    } catch (const system_error &e) {
      std::cerr << e.what();
    }
  }
}

net::awaitable<void> byABase(net::ip::tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await acceptor.async_accept(net::use_awaitable);
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'byABase' and the loop goes around again
    } catch (const std::exception &e) {
      std::cerr << e.what();
    }
  }
}

net::awaitable<void> byAll(net::ip::tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await acceptor.async_accept(net::use_awaitable);
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'byAll' and the loop goes around again
    } catch (...) {
      std::cerr << "again";
    }
  }
}

// By value: there is no fix, so it is still there.
net::awaitable<void> byValue(net::ip::tcp::acceptor &acceptor) {
  for (;;) {
    error_code ec;
    auto socket = co_await acceptor.async_accept(net::redirect_error(net::use_awaitable, ec));
    // CHECK: :[[@LINE+2]]:9: warning: a cancellation in 'ec'
    // AGAIN: warning: a cancellation in 'ec'
    if (ec)
      continue;
    std::cerr << "a client";
  }
}

// A timer is cancelled to wake who waits for it.
net::awaitable<void> timer(net::steady_timer &timer) {
  for (;;) {
    error_code ec;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, ec));
    if (!ec)
      std::cerr << "tick";
  }
}
