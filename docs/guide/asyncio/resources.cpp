// SPDX-License-Identifier: Apache-2.0
// A descriptor in a plain handle: whoever is cancelled never closes it.
#include <dirent.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>

#include "cotidy/runtime/run.hpp"
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

rt::task<> send(int) { co_await rt::sleep_for(1h); } // to a server that does not answer

rt::task<> report() {
  const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
  if (socket < 0)
    co_return;
  co_await send(socket);
  ::close(socket);
}

rt::task<> app() {
  const int before = open_descriptors();
  for (int attempt = 0; attempt < 50; ++attempt) {
    try {
      co_await rt::timeout(1s, report());
    } catch (const rt::timed_out &) {
    }
  }
  std::printf("%d descriptors were left open\n", open_descriptors() - before);
}

int main() { rt::run(app(), {.simulate = {.seed = 1}}); } // in virtual time
