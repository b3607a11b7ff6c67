// SPDX-License-Identifier: Apache-2.0
// An owner closes on every way out; a goodbye that must be awaited goes into `with`.
#include <dirent.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/scope.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/timeout.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

int open_descriptors() {
  DIR *folder = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(folder))
    ++count;
  closedir(folder);
  return count;
}

struct descriptor {
  explicit descriptor(int opened) : number(opened) {}
  descriptor(descriptor &&other) noexcept : number(std::exchange(other.number, -1)) {}
  ~descriptor() {
    if (number >= 0)
      ::close(number);
  }
  int number;
};

struct connection {
  descriptor socket{::socket(AF_INET, SOCK_DGRAM, 0)};
  int *goodbyes;

  rt::task<> send() { co_await rt::sleep_for(1h); } // to a server that does not answer
  rt::task<> close() {
    co_await rt::sleep_for(1ms); // tells the server
    ++*goodbyes;
  }
};

rt::task<> report(connection &to) { co_await to.send(); }

rt::task<> app() {
  const int before = open_descriptors();
  int goodbyes = 0;
  for (int attempt = 0; attempt < 50; ++attempt) {
    try {
      co_await rt::timeout(1s, rt::with(connection{.goodbyes = &goodbyes}, report));
    } catch (const rt::timed_out &) {
    }
  }
  std::printf("%d descriptors were left open, %d said goodbye\n", open_descriptors() - before, goodbyes);
}

int main() { rt::run(app(), {.simulate = {.seed = 1}}); } // in virtual time
