// SPDX-License-Identifier: Apache-2.0
// Where a host is: from a hosts file of our own, else from the system's resolver.
#ifndef SAMPLE_RESOLVER_HPP
#define SAMPLE_RESOLVER_HPP

#include "net.hpp"
#include <string>

namespace sample {

struct Resolver {
  /// Looks at the hosts file each time, since people edit it while the relay runs.
  awaitable<tcp::endpoint> find(std::string host, unsigned short port);

  std::string hosts;
  asio::thread_pool &files;
};

} // namespace sample

#endif
