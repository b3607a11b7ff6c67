// SPDX-License-Identifier: Apache-2.0
// Fetches pages from where they live.
#ifndef SAMPLE_UPSTREAM_HPP
#define SAMPLE_UPSTREAM_HPP

#include "net.hpp"
#include "resolver.hpp"

namespace sample {

class Upstream {
public:
  Upstream(Resolver &resolver, Pool &pool, unsigned short port)
      : resolver_(resolver), pool_(pool), port_(port) {}

  /// The page, or status 502 after three failures.
  awaitable<Reply> fetch(std::string url);

  int retries() const { return retries_; }

private:
  awaitable<Reply> fetch_once(const std::string &url);

  Resolver &resolver_;
  Pool &pool_;
  unsigned short port_;
  int retries_ = 0;
};

} // namespace sample

#endif
