// SPDX-License-Identifier: Apache-2.0
// Awaits one after another: the times add up.
#include <cstdio>
#include <string>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

rt::task<std::size_t> fetch(const std::string &url) {
  co_await rt::sleep_for(50ms); // the network
  co_return url.size();
}

rt::task<> app() {
  const std::vector<std::string> urls(20, "/page");
  const auto start = rt::clock::now();
  std::vector<std::size_t> sizes;
  for (const std::string &url : urls)
    sizes.push_back(co_await fetch(url));
  const std::chrono::duration<double> time = rt::clock::now() - start;
  std::printf("%zu pages in %.2f s\n", sizes.size(), time.count());
}

int main() { rt::run(app(), {.simulate = {.seed = 1}}); } // in virtual time
