// SPDX-License-Identifier: Apache-2.0
// The pages that the relay has fetched already.
#ifndef SAMPLE_CACHE_HPP
#define SAMPLE_CACHE_HPP

#include "net.hpp"
#include <map>
#include <mutex>
#include <optional>

namespace sample {

/// Threads share it: the relay reads and writes it, an operator's console may look at it.
class Cache {
public:
  std::optional<Reply> find(const std::string &url) const;
  void keep(const std::string &url, const Reply &reply);

  /// Sends the names of all pages.
  awaitable<void> list(Connection &client) const;

private:
  mutable std::mutex mutex_;
  std::map<std::string, Reply> pages_;
};

} // namespace sample

#endif
