// SPDX-License-Identifier: Apache-2.0
// Processes that compute, while the loop goes on.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/process_pool.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

namespace rt = cotidy::rt;

struct place {
  long x, y;
};

std::vector<place> places_of(unsigned city) {
  std::vector<place> places(16'000);
  for (place &each : places) {
    each.x = (city = city * 1664525 + 1013904223) >> 12;
    each.y = (city = city * 1664525 + 1013904223) >> 12;
  }
  return places;
}

long compared(unsigned city) {
  const std::vector<place> places = places_of(city);
  long least = 1'000'000;
  for (const place &a : places)
    for (const place &b : places)
      if (&a != &b)
        least = std::min(least, std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)));
  return least;
}

rt::task<long> nearest_two(rt::process_pool &processes, unsigned city) {
  co_await rt::yield(); // reads the request
  co_return co_await rt::run_in_executor(processes, compared, city);
}

rt::task<> app(rt::process_pool &processes) {
  std::vector<rt::task<long>> requests;
  for (unsigned city = 1; city <= 3; ++city)
    requests.push_back(nearest_two(processes, city));
  for (long distance : co_await rt::gather(std::move(requests)))
    std::printf("%ld\n", distance);
}

int main() {
  rt::process_pool processes(2);
  rt::run(app(processes), {.debug = true});
}
