// SPDX-License-Identifier: Apache-2.0
// coro-unnamed-task: tasks that have a name, and those that cannot have one.
// RUN: %check --check=coro-unnamed-task %s
#include <mine/task.hpp>
#include <string>

struct options {
  std::string name = "";
  int priority = 0;
};
struct named_already {
  std::string name = "worker";
};
struct no_name {
  int priority = 0;
};
void spawn(mine::task<> work, options with = {});
void co_spawn(mine::task<> work, no_name with = {});
void create_task(mine::task<> work, named_already with = {});
const char *callerName();
void start_task(mine::task<> work, std::string name = callerName());
struct nursery {
  void spawn(mine::task<> work, std::string name = "");
};
void spawn(int process, std::string name = "");
void log(mine::task<> work, std::string name = "");
mine::task<> serve(int id);
options choose();

mine::task<> spawns(nursery &group, int id) {
  spawn(serve(1), {.name = "one"});
  spawn(serve(1), {"one"});
  spawn(serve(2), choose());
  options mine;
  mine.name = "two";
  spawn(serve(3), mine);
  group.spawn(serve(4), "four");
  co_spawn(serve(5));
  create_task(serve(6));
  start_task(serve(7));
  spawn(id);
  log(serve(8));
  co_return;
}
#define SPAWN(work) spawn(work)
mine::task<> macro() {
  SPAWN(serve(1)); // WARN: 'serve' has no name
  co_return;
}
// Outside of coroutines nothing is looked at.
void starts() { spawn(serve(1)); }
