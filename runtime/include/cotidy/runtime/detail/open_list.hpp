// SPDX-License-Identifier: Apache-2.0
// What is open on one loop, for those who want to know.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <typeinfo>
#include <vector>

#include "cotidy/runtime/opened.hpp"

namespace cotidy::rt::detail {

class open_list {
public:
  explicit open_list(std::vector<open_resource> *wanted_by) : wanted_by_(wanted_by) {}

  std::uint64_t add(open_resource opened);
  void closed(std::uint64_t number) { open_.erase(number); }
  void destroyed(std::uint64_t number);
  // The loop ends: gives what is left to whoever wants it, in the order in which it was opened.
  std::vector<open_resource> finish();

private:
  std::vector<open_resource> *wanted_by_;
  std::map<std::uint64_t, open_resource> open_;
};

// `app::session`
std::string name_of(const std::type_info &type);

} // namespace cotidy::rt::detail
