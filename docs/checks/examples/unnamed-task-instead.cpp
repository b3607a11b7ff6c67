// SPDX-License-Identifier: Apache-2.0
// What coro-unnamed-task does not report: examples of docs/checks/unnamed-task.md.
#include "cotidy/runtime/spawn.hpp"
#include <string>

namespace rt = cotidy::rt;

rt::task<> serve(int client);

rt::task<> accept_clients(int client) {
  auto handle = rt::spawn(serve(client), {.name = "client " + std::to_string(client)});
  co_await handle;
}
