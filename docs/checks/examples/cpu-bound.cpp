// SPDX-License-Identifier: Apache-2.0
// What coro-cpu-bound reports: the first examples of docs/checks/cpu-bound.md.
#include "cotidy/runtime/task.hpp"
#include <algorithm>
#include <crypt.h>
#include <string>
#include <vector>

namespace rt = cotidy::rt;

struct place {
  double x, y;
};
double between(const place &a, const place &b);

rt::task<double> nearest(const std::vector<place> &places) {
  double least = 1e9;
  for (const place &a : places) // reported
    for (const place &b : places)
      if (&a != &b)
        least = std::min(least, between(a, b));
  co_return least;
}

struct entry {
  std::string name;
  std::vector<entry> inside;
};
long size_of(const entry &e) {
  long sum = 1;
  for (const entry &each : e.inside)
    sum += size_of(each);
  return sum;
}
rt::task<long> total(const std::vector<entry> &roots) {
  long sum = 0;
  for (const entry &each : roots) // reported
    sum += size_of(each);
  co_return sum;
}

void rank(std::vector<place> &places) {
  std::sort(places.begin(), places.end(),
            [](const place &a, const place &b) { return a.x < b.x; });
}
rt::task<> answer(std::vector<std::vector<place>> cities) {
  for (std::vector<place> &city : cities) // reported
    rank(city);
  co_return;
}

bool is_right(const std::string &password, const std::string &hash) {
  return hash == crypt(password.c_str(), hash.c_str());
}
rt::task<bool> login(std::string password, std::string hash) {
  co_return is_right(password, hash); // reported
}
