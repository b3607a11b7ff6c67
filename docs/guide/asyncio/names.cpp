// SPDX-License-Identifier: Apache-2.0
// Tasks without names: which of them is it?
#include <cstdio>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"
#include "cotidy/runtime/tree.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<> serve(int) { co_await rt::sleep_for(1h); }

rt::task<> app() {
  std::vector<rt::join_handle<void>> clients;
  for (int client : {7, 12})
    clients.push_back(rt::spawn(serve(client)));
  co_await rt::yield();
  std::fputs(rt::task_tree().c_str(), stdout);
}

int main() { rt::run(app()); }
