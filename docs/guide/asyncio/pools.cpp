// SPDX-License-Identifier: Apache-2.0
// Work that computes on the thread of the loop.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
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

rt::task<long> nearest_two(unsigned city) {
  co_await rt::yield(); // reads the request
  const std::vector<place> places = places_of(city);
  long least = 1'000'000;
  for (const place &a : places)
    for (const place &b : places)
      if (&a != &b)
        least = std::min(least, std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)));
  co_return least;
}

rt::task<> app() {
  std::vector<rt::task<long>> requests;
  for (unsigned city = 1; city <= 3; ++city)
    requests.push_back(nearest_two(city));
  for (long distance : co_await rt::gather(std::move(requests)))
    std::printf("%ld\n", distance);
}

int main() { rt::run(app(), {.debug = true, .slow_step = 50ms}); }
