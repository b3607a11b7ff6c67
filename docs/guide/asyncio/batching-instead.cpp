// SPDX-License-Identifier: Apache-2.0
// At most eight at once: the times overlap, and the server survives it.
#include <cstdio>
#include <string>
#include <vector>

#include "cotidy/runtime/gather.hpp"
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
  std::vector<rt::task<std::size_t>> pages;
  for (const std::string &url : urls)
    pages.push_back(fetch(url)); // lazy: nothing runs yet
  const auto sizes = co_await rt::gather(std::move(pages), {.limit = 8});
  const std::chrono::duration<double> time = rt::clock::now() - start;
  std::printf("%zu pages in %.2f s\n", sizes.size(), time.count());
}

int main() { rt::run(app(), {.simulate = {.seed = 1}}); } // in virtual time
