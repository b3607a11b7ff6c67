// SPDX-License-Identifier: Apache-2.0
// open_mark: tells debug mode, and run_options::left_open, what was opened and never closed.
#pragma once

#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace cotidy::rt {

// Something that a run has left behind.
struct open_resource {
  std::string what;
  std::string task; // that opened it, as reports name it
  std::source_location where;
  bool destroyed; // it is gone, and was not closed before; otherwise it has outlived its loop
};

// Lies in a resource that must be closed before it is destroyed. The runtime's own have one:
// streams, listeners, child processes, leases and connections of a pool, what a scope holds. Costs
// 8 bytes, and nothing more unless somebody wants to know.
class open_mark {
public:
  open_mark() noexcept = default;
  explicit open_mark(std::string_view what,
                     std::source_location here = std::source_location::current());
  open_mark(open_mark &&other) noexcept : number_(std::exchange(other.number_, 0)) {}
  open_mark &operator=(open_mark &&other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~open_mark() {
    if (number_) [[unlikely]]
      end(true);
  }
  void closed() noexcept {
    if (number_) [[unlikely]]
      end(false);
  }

private:
  void end(bool unclosed) noexcept;

  std::uint64_t number_ = 0; // never used again, so that a mark may outlive its loop
};

} // namespace cotidy::rt
