// SPDX-License-Identifier: Apache-2.0
// MaxConcurrency: the default, another limit, none; where the library's tasks run already, a limit
// would mean nothing.
// RUN: rm -rf %t && split-file %s %t
// RUN: %check --check=coro-await-in-loop --mode=default %t/folly.cpp
// RUN: %check --check=coro-await-in-loop --mode=four --option=coro-await-in-loop.MaxConcurrency=4 %t/folly.cpp
// RUN: %check --check=coro-await-in-loop --mode=none --option=coro-await-in-loop.MaxConcurrency=0 %t/folly.cpp
// RUN: %check --check=coro-await-in-loop %t/seastar.cpp
// RUN: %python %S/Inputs/applied.py --fix-notes %t/fixed %t/plain.cpp %t/four.want %clang++ %tidy -checks=-*,coro-await-in-loop "--config={CheckOptions: {coro-await-in-loop.MaxConcurrency: '4'}}" -- -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs
// RUN: %python %S/Inputs/applied.py --fix-notes %t/fixed %t/plain.cpp %t/none.want %clang++ %tidy -checks=-*,coro-await-in-loop "--config={CheckOptions: {coro-await-in-loop.MaxConcurrency: '0'}}" -- -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs

//--- folly.cpp
#include <folly/coro/Collect.h>
#include <folly/coro/Task.h>
#include <vector>
folly::coro::Task<int> load(int id);
folly::coro::Task<> all(std::vector<int> &ids) {
  for (int id : ids)
    // The notes are at the loop.
    co_await load(id); // WARN: awaits 'load'
  for (int id : ids) { // NOTE(default): 'folly::coro::collectAllWindowed' awaits them at the same time, at most 16 at once // NOTE(four): at most 4 at once // NOTE(none): 'folly::coro::collectAllRange' awaits them at the same time; the first error cancels the others
    co_await load(id); // WARN: awaits 'load'
  }
}

//--- seastar.cpp
#include <seastar/core/future.hh>
#include <seastar/core/when_all.hh>
#include <vector>
seastar::future<int> load(int id);
seastar::future<> all(std::vector<int> &ids) {
  for (int id : ids)   // NOTE: 'seastar::when_all_succeed' awaits them at the same time; all of them
    co_await load(id); // WARN: awaits 'load'
}

//--- plain.cpp
#include <folly/coro/Collect.h>
#include <folly/coro/Task.h>
#include <vector>
folly::coro::Task<int> load(int id);
folly::coro::Task<> all(std::vector<int> &ids) {
  for (int id : ids)
    co_await load(id);
}

//--- four.want
#include <folly/coro/Collect.h>
#include <folly/coro/Task.h>
#include <vector>
folly::coro::Task<int> load(int id);
folly::coro::Task<> all(std::vector<int> &ids) {
  std::vector<folly::coro::Task<int>> tasks;
  for (int id : ids)
    tasks.push_back(load(id));
  co_await folly::coro::collectAllWindowed(std::move(tasks), 4);
}

//--- none.want
#include <folly/coro/Collect.h>
#include <folly/coro/Task.h>
#include <vector>
folly::coro::Task<int> load(int id);
folly::coro::Task<> all(std::vector<int> &ids) {
  std::vector<folly::coro::Task<int>> tasks;
  for (int id : ids)
    tasks.push_back(load(id));
  co_await folly::coro::collectAllRange(std::move(tasks));
}
