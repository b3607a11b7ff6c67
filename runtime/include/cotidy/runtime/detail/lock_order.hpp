// SPDX-License-Identifier: Apache-2.0
// Debug mode: in which orders tasks take mutexes, and whether two orders can meet in a deadlock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <source_location>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cotidy::rt::detail {

class loop;
struct coroutine;

// In each mutex: its number in debug mode, and 0 as long as nobody has looked at it. Numbers are
// never used again, so a mutex may outlive the loop that has given it one.
struct lock_identity {
  std::uint64_t number = 0;
};

// What a mutex tells. Each does nothing outside of debug mode.
void lock_numbered(lock_identity &lock) noexcept;
void lock_wanted(lock_identity &lock, std::source_location here) noexcept;
void lock_taken(lock_identity &lock, coroutine &by, std::source_location here) noexcept;
void lock_released(lock_identity &lock) noexcept;
void lock_destroyed(lock_identity &lock) noexcept;

// A graph with an edge from each mutex that a task held to each that it then waited for. A cycle is
// reported once, when its edges were made by different tasks that held no further mutex in common:
// such tasks can deadlock, had they only come at the same time.
class lock_order {
public:
  explicit lock_order(loop &on) : loop_(on) {}

  void wanted(std::uint64_t lock, coroutine &by, std::source_location here);
  void taken(std::uint64_t lock, coroutine &by, std::source_location here);
  void released(std::uint64_t lock);
  void destroyed(std::uint64_t lock);
  // The task is gone. What it still holds was given to somebody else.
  void forget(coroutine &task);

private:
  using number = std::uint64_t;
  struct held {
    number lock;
    std::source_location where;
  };
  // One task's way along an edge.
  struct passage {
    std::uint32_t task;
    std::string name;
    std::source_location held_since;
    std::source_location wanted_at;
    std::vector<number> guards; // what else it held, sorted
  };
  struct step {
    number from, to;
    const passage *by;
  };

  void find_cycles(std::vector<step> &path, std::size_t &budget);
  void report(const std::vector<step> &cycle);

  loop &loop_;
  std::unordered_map<coroutine *, std::vector<held>> held_;
  std::unordered_map<number, coroutine *> holders_;
  std::map<number, std::map<number, std::vector<passage>>> edges_;
  std::set<std::vector<number>> reported_;
};

} // namespace cotidy::rt::detail
