// SPDX-License-Identifier: Apache-2.0
// What observers are told, and the hook on run().
#include "cotidy/runtime/observe.hpp"

#include "cotidy/runtime/detail/report.hpp"
#include "cotidy/runtime/detail/simulator.hpp"
#include "cotidy/runtime/run.hpp"

namespace cotidy::rt {
namespace {

run_hook hook = nullptr;

} // namespace

std::uint32_t observed_task::id() const noexcept { return task_.id; }
std::string observed_task::name() const { return loop_.name_of(task_); }
bool observed_task::named() const { return loop_.is_named(task_); }
const char *observed_task::state() const noexcept { return detail::state_of(task_); }
bool observed_task::cancelling() const noexcept { return task_.has(detail::cancel_asked); }

std::vector<std::source_location> observed_task::stack() const {
  std::vector<std::source_location> result;
  // Running, it does not note which of its coroutines does; the caller asks while it is suspended.
  for (const detail::coroutine *each = &detail::leaf_of(task_); each; each = each->awaiter)
    result.push_back(each->where);
  return result;
}

void set_run_hook(run_hook wanted) noexcept { hook = wanted; }

bool pass_time(std::chrono::nanoseconds time) noexcept {
  detail::simulator *simulated = detail::current_loop ? detail::current_loop->simulated() : nullptr;
  if (!simulated)
    return false;
  simulated->pass(time);
  return true;
}

std::optional<std::chrono::nanoseconds> simulated_now() noexcept {
  detail::simulator *simulated = detail::current_loop ? detail::current_loop->simulated() : nullptr;
  return simulated ? std::optional(simulated->now) : std::nullopt;
}

namespace detail {

// A loop cannot be moved: it is made where it is to be.
loop hooked_loop(const run_options &options) {
  if (!hook)
    return loop(options);
  run_options changed = options;
  hook(changed);
  return loop(changed);
}

} // namespace detail
} // namespace cotidy::rt
