// SPDX-License-Identifier: Apache-2.0
// Where a host is: from a hosts file of our own, else from the system's resolver.
#include "resolver.hpp"
#include <fstream>
#include <sstream>

namespace sample {
namespace {

/// The lines of a hosts file: an address, then a name.
class HostsFile {
public:
  explicit HostsFile(const std::string &path) : stream_(path) {}

  bool next(std::string &address, std::string &name) {
    for (std::string line; std::getline(stream_, line);)
      if (std::istringstream words(line); words >> address >> name && address[0] != '#')
        return true;
    return false;
  }

private:
  std::ifstream stream_;
};

/// \returns the address, or nothing.
std::string address_of(const std::string &hosts, const std::string &host) {
  HostsFile file(hosts);
  for (std::string address, name; file.next(address, name);)
    if (name == host)
      return address;
  return {};
}

} // namespace

awaitable<tcp::endpoint> Resolver::find(std::string host, unsigned short port) {
  // mistake: coro-blocking-call. Repair:
  //   std::string address = co_await offload(files, [&] { return address_of(hosts, host); });
  std::string address = address_of(hosts, host);
  if (!address.empty())
    co_return tcp::endpoint(asio::ip::make_address(address), port);

  tcp::resolver system(co_await asio::this_coro::executor);
  // mistake: coro-blocking-call. Repair:
  //   auto found = co_await system.async_resolve(tcp::v4(), host, "", use_awaitable);
  auto found = system.resolve(tcp::v4(), host, "");
  co_return tcp::endpoint(found.begin()->endpoint().address(), port);
}

} // namespace sample
