// SPDX-License-Identifier: Apache-2.0
// A loop becomes the gather of the library in use: applied, compared, compiled, and checked again.
// RUN: rm -rf %t && split-file %s %t
// DEFINE: %{name} = none
// DEFINE: %{apply} = %python %S/Inputs/applied.py --fix-notes %t/fixed %t/%{name}.cpp %t/%{name}.want %clang++ %tidy -checks=-*,coro-await-in-loop -- -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs
// REDEFINE: %{name} = folly
// RUN: %{apply}
// REDEFINE: %{name} = async-simple
// RUN: %{apply}
// REDEFINE: %{name} = cppcoro
// RUN: %{apply}
// REDEFINE: %{name} = libcoro
// RUN: %{apply}
// REDEFINE: %{name} = cobalt
// RUN: %{apply}
// REDEFINE: %{name} = drogon
// RUN: %{apply}
// REDEFINE: %{name} = kj
// RUN: %{apply}
// REDEFINE: %{name} = seastar
// RUN: %{apply}
// REDEFINE: %{name} = tmc
// RUN: %{apply}
// REDEFINE: %{name} = unifex
// RUN: %{apply}
// REDEFINE: %{name} = runtime
// RUN: %{apply}

//--- folly.cpp
#include <string>
#include <folly/coro/Task.h>
#include <vector>
folly::coro::Task<int> fetch(const std::string &url);
folly::coro::Task<void> store(int id);
folly::coro::Task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
folly::coro::Task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
folly::coro::Task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
folly::coro::Task<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- folly.want
#include <string>
#include <folly/coro/Collect.h>
#include <folly/coro/Task.h>
#include <vector>
folly::coro::Task<int> fetch(const std::string &url);
folly::coro::Task<void> store(int id);
folly::coro::Task<void> values(std::vector<std::string> &urls) {
  std::vector<folly::coro::Task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  std::vector<int> sizes = co_await folly::coro::collectAllWindowed(std::move(tasks), 16);
}
folly::coro::Task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<folly::coro::Task<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await folly::coro::collectAllWindowed(std::move(tasks), 16))
    total += each;
  co_return total;
}
folly::coro::Task<void> none(int n) {
  std::vector<folly::coro::Task<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  co_await folly::coro::collectAllWindowed(std::move(tasks), 16);
}
folly::coro::Task<void> dropped(const std::vector<std::string> &urls) {
  std::vector<folly::coro::Task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  co_await folly::coro::collectAllWindowed(std::move(tasks), 16);
}


//--- async-simple.cpp
#include <string>
#include <async_simple/coro/Lazy.h>
#include <vector>
async_simple::coro::Lazy<int> fetch(const std::string &url);
async_simple::coro::Lazy<void> store(int id);
async_simple::coro::Lazy<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
async_simple::coro::Lazy<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
async_simple::coro::Lazy<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
async_simple::coro::Lazy<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- async-simple.want
#include <string>
#include <async_simple/coro/Collect.h>
#include <async_simple/coro/Lazy.h>
#include <vector>
async_simple::coro::Lazy<int> fetch(const std::string &url);
async_simple::coro::Lazy<void> store(int id);
async_simple::coro::Lazy<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  std::vector<async_simple::coro::Lazy<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  for (auto &&each : co_await async_simple::coro::collectAllWindowed(16, true, std::move(tasks)))
    sizes.push_back(each.value());
}
async_simple::coro::Lazy<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<async_simple::coro::Lazy<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await async_simple::coro::collectAllWindowed(16, true, std::move(tasks)))
    total += each.value();
  co_return total;
}
async_simple::coro::Lazy<void> none(int n) {
  std::vector<async_simple::coro::Lazy<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  for (auto &each : co_await async_simple::coro::collectAllWindowed(16, true, std::move(tasks)))
    each.value();
}
async_simple::coro::Lazy<void> dropped(const std::vector<std::string> &urls) {
  std::vector<async_simple::coro::Lazy<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  for (auto &each : co_await async_simple::coro::collectAllWindowed(16, true, std::move(tasks)))
    (void)each.value();
}


//--- cppcoro.cpp
#include <string>
#include <cppcoro/task.hpp>
#include <vector>
cppcoro::task<int> fetch(const std::string &url);
cppcoro::task<void> store(int id);
cppcoro::task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
cppcoro::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
cppcoro::task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
cppcoro::task<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- cppcoro.want
#include <cppcoro/when_all.hpp>
#include <string>
#include <cppcoro/task.hpp>
#include <vector>
cppcoro::task<int> fetch(const std::string &url);
cppcoro::task<void> store(int id);
cppcoro::task<void> values(std::vector<std::string> &urls) {
  std::vector<cppcoro::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  std::vector<int> sizes = co_await cppcoro::when_all(std::move(tasks));
}
cppcoro::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<cppcoro::task<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await cppcoro::when_all(std::move(tasks)))
    total += each;
  co_return total;
}
cppcoro::task<void> none(int n) {
  std::vector<cppcoro::task<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  co_await cppcoro::when_all(std::move(tasks));
}
cppcoro::task<void> dropped(const std::vector<std::string> &urls) {
  std::vector<cppcoro::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  co_await cppcoro::when_all(std::move(tasks));
}


//--- libcoro.cpp
#include <string>
#include <coro/task.hpp>
#include <vector>
coro::task<int> fetch(const std::string &url);
coro::task<void> store(int id);
coro::task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
coro::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
coro::task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
coro::task<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- libcoro.want
#include <coro/when_all.hpp>
#include <string>
#include <coro/task.hpp>
#include <vector>
coro::task<int> fetch(const std::string &url);
coro::task<void> store(int id);
coro::task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  std::vector<coro::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  for (auto &&each : co_await coro::when_all(std::move(tasks)))
    sizes.push_back(each.return_value());
}
coro::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<coro::task<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await coro::when_all(std::move(tasks)))
    total += each.return_value();
  co_return total;
}
coro::task<void> none(int n) {
  std::vector<coro::task<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  for (auto &each : co_await coro::when_all(std::move(tasks)))
    each.return_value();
}
coro::task<void> dropped(const std::vector<std::string> &urls) {
  std::vector<coro::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  for (auto &each : co_await coro::when_all(std::move(tasks)))
    (void)each.return_value();
}


//--- cobalt.cpp
#include <string>
#include <boost/cobalt/task.hpp>
#include <vector>
boost::cobalt::task<int> fetch(const std::string &url);
boost::cobalt::task<void> store(int id);
boost::cobalt::task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
boost::cobalt::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
boost::cobalt::task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
boost::cobalt::task<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- cobalt.want
#include <boost/cobalt/join.hpp>
#include <string>
#include <boost/cobalt/task.hpp>
#include <vector>
boost::cobalt::task<int> fetch(const std::string &url);
boost::cobalt::task<void> store(int id);
boost::cobalt::task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  std::vector<boost::cobalt::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  for (auto &&each : co_await boost::cobalt::join(tasks))
    sizes.push_back(each);
}
boost::cobalt::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<boost::cobalt::task<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await boost::cobalt::join(tasks))
    total += each;
  co_return total;
}
boost::cobalt::task<void> none(int n) {
  std::vector<boost::cobalt::task<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  co_await boost::cobalt::join(tasks);
}
boost::cobalt::task<void> dropped(const std::vector<std::string> &urls) {
  std::vector<boost::cobalt::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  co_await boost::cobalt::join(tasks);
}


//--- drogon.cpp
#include <string>
#include <drogon/utils/coroutine.h>
#include <vector>
drogon::Task<int> fetch(const std::string &url);
drogon::Task<void> store(int id);
drogon::Task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
drogon::Task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
drogon::Task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
drogon::Task<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- drogon.want
#include <string>
#include <drogon/utils/coroutine.h>
#include <vector>
drogon::Task<int> fetch(const std::string &url);
drogon::Task<void> store(int id);
drogon::Task<void> values(std::vector<std::string> &urls) {
  std::vector<drogon::Task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  std::vector<int> sizes = co_await drogon::when_all(std::move(tasks));
}
drogon::Task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<drogon::Task<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await drogon::when_all(std::move(tasks)))
    total += each;
  co_return total;
}
drogon::Task<void> none(int n) {
  std::vector<drogon::Task<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  co_await drogon::when_all(std::move(tasks));
}
drogon::Task<void> dropped(const std::vector<std::string> &urls) {
  std::vector<drogon::Task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  co_await drogon::when_all(std::move(tasks));
}


//--- kj.cpp
#include <string>
#include <kj/async.h>
#include <vector>
kj::Promise<int> fetch(const std::string &url);
kj::Promise<void> store(int id);
kj::Promise<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
kj::Promise<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
kj::Promise<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
kj::Promise<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- kj.want
#include <string>
#include <kj/async.h>
#include <kj/vector.h>
#include <vector>
kj::Promise<int> fetch(const std::string &url);
kj::Promise<void> store(int id);
kj::Promise<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  kj::Vector<kj::Promise<int>> tasks;
  for (const auto &url : urls)
    tasks.add(fetch(url));
  for (auto &&each : co_await kj::joinPromises(tasks.releaseAsArray()))
    sizes.push_back(each);
}
kj::Promise<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  kj::Vector<kj::Promise<int>> tasks;
  for (const auto &url : urls) {
    tasks.add(fetch(url));
  }
  for (auto &&each : co_await kj::joinPromises(tasks.releaseAsArray()))
    total += each;
  co_return total;
}
kj::Promise<void> none(int n) {
  kj::Vector<kj::Promise<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.add(store(i));
  co_await kj::joinPromises(tasks.releaseAsArray());
}
kj::Promise<void> dropped(const std::vector<std::string> &urls) {
  kj::Vector<kj::Promise<int>> tasks;
  for (const auto &url : urls)
    tasks.add(fetch(url));
  co_await kj::joinPromises(tasks.releaseAsArray());
}


//--- seastar.cpp
#include <string>
#include <seastar/core/future.hh>
#include <vector>
seastar::future<int> fetch(const std::string &url);
seastar::future<void> store(int id);
seastar::future<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
seastar::future<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
seastar::future<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
seastar::future<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- seastar.want
#include <seastar/core/when_all.hh>
#include <string>
#include <seastar/core/future.hh>
#include <vector>
seastar::future<int> fetch(const std::string &url);
seastar::future<void> store(int id);
seastar::future<void> values(std::vector<std::string> &urls) {
  std::vector<seastar::future<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  std::vector<int> sizes = co_await seastar::when_all_succeed(std::move(tasks));
}
seastar::future<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<seastar::future<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await seastar::when_all_succeed(std::move(tasks)))
    total += each;
  co_return total;
}
seastar::future<void> none(int n) {
  std::vector<seastar::future<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  co_await seastar::when_all_succeed(std::move(tasks));
}
seastar::future<void> dropped(const std::vector<std::string> &urls) {
  std::vector<seastar::future<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  co_await seastar::when_all_succeed(std::move(tasks));
}


//--- tmc.cpp
#include <string>
#include <tmc/task.hpp>
#include <vector>
tmc::task<int> fetch(const std::string &url);
tmc::task<void> store(int id);
tmc::task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
tmc::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
tmc::task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
tmc::task<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- tmc.want
#include <string>
#include <tmc/spawn_many.hpp>
#include <tmc/task.hpp>
#include <vector>
tmc::task<int> fetch(const std::string &url);
tmc::task<void> store(int id);
tmc::task<void> values(std::vector<std::string> &urls) {
  std::vector<tmc::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  std::vector<int> sizes = co_await tmc::spawn_many(tasks.begin(), tasks.end());
}
tmc::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<tmc::task<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await tmc::spawn_many(tasks.begin(), tasks.end()))
    total += each;
  co_return total;
}
tmc::task<void> none(int n) {
  std::vector<tmc::task<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  co_await tmc::spawn_many(tasks.begin(), tasks.end());
}
tmc::task<void> dropped(const std::vector<std::string> &urls) {
  std::vector<tmc::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  co_await tmc::spawn_many(tasks.begin(), tasks.end());
}


//--- unifex.cpp
#include <string>
#include <unifex/task.hpp>
#include <vector>
unifex::task<int> fetch(const std::string &url);
unifex::task<void> store(int id);
unifex::task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
unifex::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
unifex::task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i); // No values to gather: stays.
}
unifex::task<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- unifex.want
#include <string>
#include <unifex/task.hpp>
#include <unifex/when_all_range.hpp>
#include <vector>
unifex::task<int> fetch(const std::string &url);
unifex::task<void> store(int id);
unifex::task<void> values(std::vector<std::string> &urls) {
  std::vector<unifex::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  std::vector<int> sizes = co_await unifex::when_all_range(std::move(tasks));
}
unifex::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<unifex::task<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await unifex::when_all_range(std::move(tasks)))
    total += each;
  co_return total;
}
unifex::task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i); // No values to gather: stays.
}
unifex::task<void> dropped(const std::vector<std::string> &urls) {
  std::vector<unifex::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  co_await unifex::when_all_range(std::move(tasks));
}


//--- runtime.cpp
#include <string>
#include <cotidy/runtime/task.hpp>
#include <vector>
cotidy::rt::task<int> fetch(const std::string &url);
cotidy::rt::task<void> store(int id);
cotidy::rt::task<void> values(std::vector<std::string> &urls) {
  std::vector<int> sizes;
  for (const auto &url : urls)
    sizes.push_back(co_await fetch(url));
}
cotidy::rt::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  for (const auto &url : urls) {
    total += co_await fetch(url);
  }
  co_return total;
}
cotidy::rt::task<void> none(int n) {
  for (int i = 0; i < n; ++i)
    co_await store(i);
}
cotidy::rt::task<void> dropped(const std::vector<std::string> &urls) {
  for (const auto &url : urls)
    co_await fetch(url);
}

//--- runtime.want
#include <cotidy/runtime/gather.hpp>
#include <string>
#include <cotidy/runtime/task.hpp>
#include <vector>
cotidy::rt::task<int> fetch(const std::string &url);
cotidy::rt::task<void> store(int id);
cotidy::rt::task<void> values(std::vector<std::string> &urls) {
  std::vector<cotidy::rt::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  std::vector<int> sizes = co_await cotidy::rt::gather(std::move(tasks), {.limit = 16});
}
cotidy::rt::task<int> sum(const std::vector<std::string> &urls) {
  int total = 0;
  std::vector<cotidy::rt::task<int>> tasks;
  for (const auto &url : urls) {
    tasks.push_back(fetch(url));
  }
  for (auto &&each : co_await cotidy::rt::gather(std::move(tasks), {.limit = 16}))
    total += each;
  co_return total;
}
cotidy::rt::task<void> none(int n) {
  std::vector<cotidy::rt::task<void>> tasks;
  for (int i = 0; i < n; ++i)
    tasks.push_back(store(i));
  co_await cotidy::rt::gather(std::move(tasks), {.limit = 16});
}
cotidy::rt::task<void> dropped(const std::vector<std::string> &urls) {
  std::vector<cotidy::rt::task<int>> tasks;
  for (const auto &url : urls)
    tasks.push_back(fetch(url));
  co_await cotidy::rt::gather(std::move(tasks), {.limit = 16});
}

