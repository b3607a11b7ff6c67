// SPDX-License-Identifier: Apache-2.0
// What coro-cpu-bound does not report: examples of docs/checks/cpu-bound.md.
#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/task.hpp"
#include <algorithm>
#include <vector>

namespace rt = cotidy::rt;

struct place {
  double x, y;
};
double between(const place &a, const place &b);

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

rt::task<double> in_slices(const std::vector<place> &places) {
  double least = 1e9;
  for (const place &a : places) {
    for (const place &b : places)
      if (&a != &b)
        least = std::min(least, between(a, b));
    co_await rt::yield(); // others run, and a cancellation arrives
  }
  co_return least;
}
