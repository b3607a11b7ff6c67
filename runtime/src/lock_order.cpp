// SPDX-License-Identifier: Apache-2.0
// The graph of mutexes, and the cycles in it.
#include "cotidy/runtime/detail/lock_order.hpp"

#include <algorithm>
#include <atomic>

#include "cotidy/runtime/detail/debugger.hpp"
#include "cotidy/runtime/detail/report.hpp"

namespace cotidy::rt::detail {
namespace {

// More ways along one edge, and longer searches, would find little that is new.
constexpr std::size_t most_passages = 8;
constexpr std::size_t most_steps = 10'000;

lock_order *watching() noexcept {
  return current_loop && current_loop->debugged() ? &current_loop->debugged()->locks : nullptr;
}

bool have_common(const std::vector<std::uint64_t> &a, const std::vector<std::uint64_t> &b) {
  return std::any_of(a.begin(), a.end(),
                     [&](auto each) { return std::binary_search(b.begin(), b.end(), each); });
}

std::uint64_t number_of(lock_identity &lock) noexcept {
  static std::atomic<std::uint64_t> last = 0;
  if (lock.number == 0)
    lock.number = ++last;
  return lock.number;
}

} // namespace

void lock_numbered(lock_identity &lock) noexcept { number_of(lock); }

void lock_wanted(lock_identity &lock, std::source_location here) noexcept {
  if (lock_order *orders = watching())
    orders->wanted(number_of(lock), *current_loop->current, here);
}

void lock_taken(lock_identity &lock, coroutine &by, std::source_location here) noexcept {
  if (lock_order *orders = watching())
    orders->taken(lock.number, by, here);
}

void lock_released(lock_identity &lock) noexcept {
  if (lock_order *orders = watching())
    orders->released(lock.number);
}

void lock_destroyed(lock_identity &lock) noexcept {
  if (lock_order *orders = watching())
    orders->destroyed(lock.number);
}

void lock_order::wanted(number lock, coroutine &by, std::source_location here) {
  const auto mine = held_.find(&by);
  if (mine == held_.end())
    return;
  for (const held &each : mine->second) {
    if (each.lock == lock)
      continue; // waits for itself: a deadlock, and reported as one
    passage taken{by.id, {}, each.where, here, {}};
    for (const held &other : mine->second)
      if (other.lock != each.lock)
        taken.guards.push_back(other.lock);
    std::sort(taken.guards.begin(), taken.guards.end());
    auto &passages = edges_[each.lock][lock];
    const bool known = std::any_of(passages.begin(), passages.end(), [&](const passage &other) {
      return other.task == taken.task && other.guards == taken.guards;
    });
    if (known || passages.size() == most_passages)
      continue;
    taken.name = loop_.name_of(by);
    passages.push_back(std::move(taken));
    std::vector<step> path{{each.lock, lock, &passages.back()}};
    std::size_t budget = most_steps;
    find_cycles(path, budget);
  }
}

void lock_order::taken(number lock, coroutine &by, std::source_location here) {
  held_[&by].push_back({lock, here});
  holders_[lock] = &by;
  by.set(on_the_side); // so that forget() is called
}

void lock_order::released(number lock) {
  const auto holder = holders_.find(lock);
  if (holder == holders_.end())
    return;
  const auto mine = held_.find(holder->second);
  holders_.erase(holder);
  std::erase_if(mine->second, [&](const held &each) { return each.lock == lock; });
  if (mine->second.empty())
    held_.erase(mine);
}

void lock_order::destroyed(number lock) {
  released(lock);
  edges_.erase(lock);
  for (auto &[from, to] : edges_)
    to.erase(lock);
}

void lock_order::forget(coroutine &task) {
  const auto mine = held_.find(&task);
  if (mine == held_.end())
    return;
  for (const held &each : mine->second)
    holders_.erase(each.lock);
  held_.erase(mine);
}

// Goes on from the end of the path until it is back at the beginning.
void lock_order::find_cycles(std::vector<step> &path, std::size_t &budget) {
  const auto next = edges_.find(path.back().to);
  if (next == edges_.end())
    return;
  for (const auto &[to, passages] : next->second) {
    const bool closes = to == path.front().from;
    if (!closes &&
        std::any_of(path.begin(), path.end(), [&](const step &each) { return each.to == to; }))
      continue;
    for (const passage &each : passages) {
      if (budget == 0)
        return;
      --budget;
      if (std::any_of(path.begin(), path.end(), [&](const step &before) {
            return before.by->task == each.task || have_common(before.by->guards, each.guards);
          }))
        continue;
      path.push_back({path.back().to, to, &each});
      closes ? report(path) : find_cycles(path, budget);
      path.pop_back();
    }
  }
}

void lock_order::report(const std::vector<step> &cycle) {
  // The same cycle is the same wherever it begins.
  std::vector<number> locks;
  for (const step &each : cycle)
    locks.push_back(each.from);
  std::rotate(locks.begin(), std::min_element(locks.begin(), locks.end()), locks.end());
  if (!reported_.insert(locks).second)
    return;
  std::map<number, std::size_t> small; // numbers that a person can tell apart
  for (const step &each : cycle)
    small.emplace(each.from, small.size() + 1);
  const auto name = [&](number lock) { return "mutex " + std::to_string(small.at(lock)); };
  std::string text = "mutexes are taken in orders that can deadlock";
  for (const step &each : cycle)
    text += "\n  task " + each.by->name + " takes " + name(each.to) + " in " +
            place_of(each.by->wanted_at) + ", and has held " + name(each.from) + " since " +
            place_of(each.by->held_since);
  loop_.report(text);
}

} // namespace cotidy::rt::detail
