// SPDX-License-Identifier: Apache-2.0
// Acme's data store, with all forms of calls that a model can name.
#pragma once
#include <acme/task.hpp>
#include <string>
extern "C" void acme_c_wait();
namespace acme {
enum get_flags { cached = 1 };
class store {
public:
  std::string get(const std::string &Key, int Flags = 0);
  task<std::string> async_get(const std::string &Key);
  void flush();
  void operator<<(int);
  void blocking_dump();
  void quick();
};
struct wait_all_t {
  void operator()() const;
};
inline constexpr wait_all_t wait_all;
struct session {
  session();
};
struct late {
  ~late();
};
template <class T> class box {
public:
  box();
  ~box();
};
template <class F> void each(F) {}
} // namespace acme
