// SPDX-License-Identifier: Apache-2.0
// The program behind the picture on await-in-loop's page: its first example, on cotidy's runtime.
// Shown: 1:1:none:0
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct Page {
  std::size_t size = 0;
};

rt::task<Page> fetch(const std::string &url) {
  co_await rt::sleep_for(url.size() * 10ms);
  co_return Page{url.size()};
}

rt::task<std::vector<Page>> download(const std::vector<std::string> &urls) {
  std::vector<Page> pages;
  for (const auto &url : urls)
    pages.push_back(co_await fetch(url)); // reported
  co_return pages;
}

rt::task<> app() {
  const std::vector<std::string> urls = {"a.test", "bcd.test", "efghi.test", "jk.test"};
  for (const Page &page : co_await download(urls))
    std::printf("%zu\n", page.size);
}

int main() { rt::run(app()); }
