// SPDX-License-Identifier: Apache-2.0
// Reported, but with nothing to apply: a task could not be kept, or text would be lost.
// RUN: rm -rf %t && split-file %s %t
// RUN: %python %S/Inputs/applied.py --fix-notes %t/fixed %t/unit.cpp %t/unit.cpp %clang++ %tidy -checks=-*,coro-await-in-loop -- -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs
// RUN: %python %S/Inputs/applied.py --fix-notes %t/fixed %t/missing.cpp %t/missing.cpp %clang++ %tidy -checks=-*,coro-await-in-loop -- -std=c++20 -Wno-everything -nostdlibinc -isystem %inputs/std -isystem %inputs/libs
// RUN: %check --check=coro-await-in-loop %t/notes.cpp
// RUN: %check --check=coro-await-in-loop %t/missing.cpp

//--- unit.cpp
#include <folly/coro/Collect.h>
#include <folly/coro/Task.h>
#include <string>
#include <vector>
using folly::coro::Task;
Task<int> fetch(const std::string &url);
Task<int> load(int id);
Task<int> peek(const int &id);
std::string name(int id);
#define EACH(list) for (auto &each : list) co_await load(each)
#define LOAD(id) co_await load(id)

Task<> unit(std::vector<std::string> &urls, std::vector<int> &ids, std::vector<int> &out) {
  // The copy ends with its iteration, and the task would refer to it.
  for (auto copy : urls)
    co_await fetch(copy); // stays
  // So does a temporary.
  for (int id : ids)
    co_await fetch(name(id)); // stays
  // The counter has another value by then.
  for (int i = 0; i < 9; ++i)
    co_await peek(i); // stays
  // A comment would be lost.
  for (int id : ids) {
    // why
    co_await load(id); // stays
  }
  // A macro.
  EACH(ids); // stays
  for (int id : ids)
    LOAD(id); // stays
  // More than one statement.
  for (int id : ids) {
    int got = co_await load(id); // stays
    out.push_back(got);
  }
  // A slot: where the result goes is known in the iteration alone.
  for (int i = 0; i < 9; ++i)
    out[i] = co_await load(ids[i]); // stays
  // Tasks that are kept.
  std::vector<Task<int>> kept;
  for (auto &each : kept)
    co_await std::move(each); // stays
}
template <class T> Task<> pattern(std::vector<T> &ids) {
  for (T id : ids)
    co_await load(id); // stays
}
template Task<> pattern<int>(std::vector<int> &);

//--- missing.cpp
// The library's namespace means something else where the coroutine stands.
#include <folly/coro/Task.h>
#include <vector>
using Task = folly::coro::Task<int>;
namespace mine {
namespace folly {}
Task load(int id);
Task hidden(std::vector<int> &ids) {
  for (int id : ids)   // NOTE: folly::coro as it is here has no gather over a range
    co_await load(id); // stays // WARN: awaits 'mine::load'
  co_return 0;
}
} // namespace mine

//--- notes.cpp
// Libraries that have no gather over a range say so; of an unknown one nothing is known.
#include <asio/awaitable.hpp>
#include <mine/task.hpp>
#include <vector>
asio::awaitable<int> load(int id);
asio::awaitable<void> known(std::vector<int> &ids) {
  for (int id : ids)   // NOTE: Asio as it is here has no gather over a range
    co_await load(id); // WARN: awaits 'load'
}
mine::task<int> find(int id);
mine::task<> unknown(std::vector<int> &ids) {
  for (int id : ids)   // NO-NOTE: gather
    co_await find(id); // WARN: awaits 'find'
}
