// SPDX-License-Identifier: Apache-2.0
// An echo server, for the real network and for the simulated one.
#pragma once

#include <span>
#include <system_error>

#include "cotidy/runtime/net.hpp"
#include "cotidy/runtime/task_group.hpp"

namespace cotidy::rt::test {

inline task<> echo(stream peer) {
  char buffer[4096];
  try {
    while (const std::size_t count = co_await peer.read_some(buffer))
      co_await peer.write(std::span(buffer, count));
  } catch (const std::system_error &) {
    // The other side has gone without a word; the other sessions go on.
  }
}

inline task<> serve(listener &at) {
  co_await with_task_group([&](task_group &sessions) -> task<> {
    for (;;)
      sessions.spawn(echo(co_await at.accept()));
  });
}

} // namespace cotidy::rt::test
