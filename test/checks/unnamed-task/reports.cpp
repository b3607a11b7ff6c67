// SPDX-License-Identifier: Apache-2.0
// coro-unnamed-task: spawned without a name that could be given, and how it is given.
// RUN: %check --check=coro-unnamed-task %s
#include <mine/task.hpp>
#include <string>
#include <utility>

struct by_options {
  std::string name;
  int priority = 0;
};
struct name_last {
  int priority = 0;
  const char *name = nullptr;
};
template <class T> struct handle {};
template <class T> handle<T> spawn(mine::task<T> work, by_options options = {});
template <class T> handle<T> co_spawn(int executor, mine::task<T> work, name_last options = {});
struct nursery {
  void spawn(mine::task<> work, std::string name = "");
  void start_task(mine::task<> work, int priority = 1, std::string task_name = {});
};
mine::task<> serve(int id);

mine::task<> spawns(nursery &group, int executor) {
  spawn(serve(1)); // WARN: the task that runs 'serve' has no name // FIX: spawn(serve(1), {.name = "serve:26"});
  spawn(serve(2), {}); // WARN: 'serve' // FIX: spawn(serve(2), {.name = "serve:27"});
  spawn(serve(3), {.priority = 2}); // WARN: 'serve' // FIX: spawn(serve(3), {.name = "serve:28", .priority = 2});
  co_spawn(executor, serve(4)); // WARN: 'serve' // FIX: co_spawn(executor, serve(4), {.name = "serve:29"});
  co_spawn(executor, serve(5), {.priority = 2}); // WARN: 'serve'
  group.spawn(serve(6)); // WARN: 'serve' // FIX: group.spawn(serve(6), "serve:31");
  group.start_task(serve(7), 2); // WARN: 'serve' // FIX: group.start_task(serve(7), 2, "serve:32");
  group.start_task(serve(8)); // WARN: 'serve'
  auto work = serve(9);
  group.spawn(std::move(work)); // WARN: 'work' // FIX: group.spawn(std::move(work), "work:35");
  auto later = []() -> mine::task<> { co_return; };
  group.spawn(later()); // WARN: 'later' // FIX: group.spawn(later(), "later:37");
  group.spawn([]() -> mine::task<> { co_return; }()); // WARN: 'lambda' // FIX: group.spawn([]() -> mine::task<> { co_return; }(), "lambda:38");
  co_return;
}
