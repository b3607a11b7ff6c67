// SPDX-License-Identifier: Apache-2.0
// The same program with the loops on a thread of a pool.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

struct place {
  double x, y;
};

// Time is virtual, and computing takes none of it: what it would take is slept.
double between(const place &a, const place &b) {
  std::this_thread::sleep_for(3ms);
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

double nearest(const std::vector<place> &places) {
  double least = 1e9;
  for (const place &a : places)
    for (const place &b : places)
      if (&a != &b)
        least = std::min(least, between(a, b));
  return least;
}

rt::task<double> on_a_pool(rt::thread_pool &pool, const std::vector<place> &places) {
  co_return co_await rt::run_in_executor(pool, [&] { return nearest(places); });
}

rt::task<> serve() {
  for (int request = 0; request < 6; ++request)
    co_await rt::sleep_for(50ms);
}

rt::task<> app() {
  rt::thread_pool pool(1);
  const std::vector<place> places = {{0, 0}, {3, 4}, {6, 8}, {1, 7}, {5, 2},
                                     {9, 1}, {2, 9}, {8, 5}, {4, 6}, {7, 3}};
  std::printf("%g\n", std::get<0>(co_await rt::gather(on_a_pool(pool, places), serve())));
}

int main() { rt::run(app()); }
