// SPDX-License-Identifier: Apache-2.0
// What coro-unnamed-task reports: the first examples of docs/checks/unnamed-task.md.
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/task_group.hpp"

namespace rt = cotidy::rt;

rt::task<> serve(int client);

rt::task<> accept_clients() {
  auto first = rt::spawn(serve(1)); // reported
  co_await first;
}

rt::task<> children() {
  co_await rt::with_task_group([](rt::task_group &group) -> rt::task<> {
    group.spawn(serve(2)); // reported
    co_return;
  });
}
