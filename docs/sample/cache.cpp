// SPDX-License-Identifier: Apache-2.0
// The pages that the relay has fetched already.
#include "cache.hpp"

namespace sample {

std::optional<Reply> Cache::find(const std::string &url) const {
  std::lock_guard lock(mutex_);
  auto found = pages_.find(url);
  return found == pages_.end() ? std::nullopt : std::optional(found->second);
}

void Cache::keep(const std::string &url, const Reply &reply) {
  std::lock_guard lock(mutex_);
  pages_[url] = reply;
}

awaitable<void> Cache::list(Connection &client) const {
  std::unique_lock lock(mutex_);
  Reply names{200};
  for (const auto &[url, reply] : pages_)
    names.body += url + ' ' + reply.digest + '\n';
  // mistake: coro-lock-across-await. Repair (add):
  //   lock.unlock();
  co_await client.write(head_of(names) + names.body);
}

} // namespace sample
