// SPDX-License-Identifier: Apache-2.0
// Fetches pages from where they live, with a few attempts.
#include "upstream.hpp"
#include <thread>

namespace sample {

awaitable<Reply> Upstream::fetch_once(const std::string &url) {
  tcp::endpoint where = co_await resolver_.find(url.substr(0, url.find('/')), port_);
  // mistake: coro-unscoped-resource. Repair:
  //   Lease line(pool_, where);
  Connection *line = pool_.acquire(where);
  co_await line->open();
  Reply reply = co_await line->ask("GET " + url);
  // part of: coro-unscoped-resource. Repair:
  //   (nothing)
  pool_.release(line);
  co_return reply;
}

awaitable<Reply> Upstream::fetch(std::string url) {
  auto backoff = std::chrono::milliseconds(10);
  for (int attempt = 0; attempt < 3; ++attempt, backoff *= 2) {
    try {
      co_return co_await fetch_once(url);
      // mistake: coro-swallowed-cancellation. Repair:
      //   } catch (const std::system_error &error) {
      //     if (error.code() == asio::error::operation_aborted)
      //       throw;
    } catch (const std::system_error &) {
      ++retries_;
    }
    // mistake: coro-blocking-call. Repair:
    //   co_await pause(backoff);
    std::this_thread::sleep_for(backoff);
  }
  co_return Reply{502};
}

} // namespace sample
