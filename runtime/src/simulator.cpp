// SPDX-License-Identifier: Apache-2.0
// Choices, virtual time and faults.
#include "cotidy/runtime/detail/simulator.hpp"

#include <algorithm>
#include <utility>

namespace cotidy::rt::detail {

simulator::simulator(loop &on, const simulate_options &options)
    : loop_(on), options_(options), schedule_(options.follow ? *options.follow : own_),
      state_(options.seed.value_or(0)) {
  schedule_.made.clear();
  schedule_.suspension_points = 0;
  schedule_.allocations = 0;
  schedule_.injected = false;
  allocations_.emplace(&may_allocate, this);
}

simulator::~simulator() = default;

// splitmix64: good enough to choose with, and the same everywhere.
std::uint64_t simulator::random() noexcept {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

std::size_t simulator::choose(std::size_t alternatives) {
  if (alternatives < 2)
    return 0;
  std::size_t chosen = 0;
  if (next_choice_ < schedule_.given.size())
    chosen = std::min<std::size_t>(schedule_.given[next_choice_], alternatives - 1);
  else if (schedule_.seeded)
    chosen = random() % alternatives;
  ++next_choice_;
  schedule_.made.push_back(
      {static_cast<std::uint32_t>(chosen), static_cast<std::uint32_t>(alternatives)});
  return chosen;
}

std::chrono::nanoseconds simulator::latency(std::chrono::nanoseconds longest) {
  constexpr std::size_t steps = 8;
  return longest * static_cast<std::int64_t>(choose(steps) + 1) / steps;
}

coroutine *simulator::pick() {
  for (coroutine *each = loop_.ready_; each; each = each->next_ready)
    ready_.push_back(each);
  loop_.ready_ = nullptr;
  loop_.ready_tail_ = &loop_.ready_;
  if (ready_.empty())
    return nullptr;
  const auto at = ready_.begin() + static_cast<std::ptrdiff_t>(choose(ready_.size()));
  coroutine *chosen = *at;
  ready_.erase(at); // keeps the order, so that a choice of 0 is always the one that waits longest
  return chosen;
}

void simulator::remove(coroutine &task) noexcept {
  if (const auto at = std::find(ready_.begin(), ready_.end(), &task); at != ready_.end())
    ready_.erase(at);
  if (to_cancel_ == &task)
    to_cancel_ = nullptr;
}

void simulator::step(coroutine &task) {
  run_observer *const tell = observer();
  const bool first = task.state == task_state::fresh;
  running_ = &task;
  task.state = task_state::running;
  loop_.current = &task;
  if (tell)
    tell->step_begins(observed_task(loop_, task), first, now);
  task.resume_at.resume();
  loop_.current = nullptr;
  if (tell && running_)
    tell->step_ends(observed_task(loop_, *running_), now);
  running_ = nullptr;
}

void simulator::task_ended(const coroutine &task, ending how) {
  if (running_ == &task)
    running_ = nullptr;
  if (options_.observer)
    options_.observer->task_ends(observed_task(loop_, task), how, now);
}

void simulator::at_suspension(coroutine &task) {
  const std::size_t point = schedule_.suspension_points++;
  if (point != options_.at || schedule_.injected)
    return;
  if (options_.observer && options_.inject != fault::none && options_.inject != fault::allocation)
    options_.observer->fault_injected(observed_task(loop_, task), now);
  switch (options_.inject) {
  case fault::exception:
    schedule_.injected = true;
    throw injected_fault();
  case fault::cancel:
    schedule_.injected = true;
    to_cancel_ = &task;
    break;
  case fault::destroy:
    schedule_.injected = true;
    to_destroy_ = true;
    break;
  case fault::none:
  case fault::allocation:
    break;
  }
}

void simulator::after_step() {
  if (coroutine *task = std::exchange(to_cancel_, nullptr))
    loop_.cancel(*task);
}

bool simulator::may_allocate(void *self) noexcept {
  auto &mine = *static_cast<simulator *>(self);
  const std::size_t number = mine.schedule_.allocations++;
  if (mine.options_.inject != fault::allocation || number != mine.options_.at)
    return true;
  mine.schedule_.injected = true;
  return false;
}

} // namespace cotidy::rt::detail
