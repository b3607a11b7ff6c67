// SPDX-License-Identifier: Apache-2.0
// Many schedules of one program.
#include "cotidy/runtime/explore.hpp"

#include <algorithm>
#include <new>

#include "cotidy/runtime/detail/report.hpp"
#include "cotidy/runtime/detail/simulator.hpp"

namespace cotidy::rt {
namespace {

// Whether a run may end with this after such a fault. Fills in what else it was.
bool expected(const std::exception_ptr &error, fault injected, std::string &what) {
  try {
    std::rethrow_exception(error);
  } catch (const group_error &group) {
    what = group.what();
    return std::all_of(
        group.errors().begin(), group.errors().end(),
        [&](const std::exception_ptr &each) { return expected(each, injected, what); });
  } catch (const main_destroyed &e) {
    what = e.what();
    return injected == fault::destroy;
  } catch (const injected_fault &e) {
    what = e.what();
    return injected == fault::exception;
  } catch (const cancelled &) {
    what = "cancelled";
    return injected == fault::cancel;
  } catch (const std::bad_alloc &e) {
    what = e.what();
    return injected == fault::allocation;
  } catch (const std::exception &e) {
    what = e.what();
  } catch (...) {
    what = "an exception of another type";
  }
  return false;
}

struct explorer {
  const std::function<task<>()> &program;
  const explore_options &options;
  explore_result result;

  // One run. What is wrong with it, or nothing.
  std::optional<std::string> once(detail::schedule &schedule, std::uint64_t seed, fault injected,
                                  std::size_t at) {
    ++result.runs;
    std::string what;
    run_options how;
    how.simulate.seed = seed;
    how.simulate.inject = injected;
    how.simulate.at = at;
    how.simulate.follow = &schedule;
    if (injected != fault::none)
      how.reporter = [](std::string_view) {}; // the fault itself, for the most part
    std::vector<open_resource> open;
    if (options.nothing_open)
      how.left_open = &open;
    std::exception_ptr error;
    try {
      rt::run(program(), how);
    } catch (...) {
      error = std::current_exception();
    }
    if (error && !expected(error, injected, what))
      return what;
    // The error may hold on to what `after` looks for.
    error = nullptr;
    if (!open.empty())
      return open.front().what + " is left open by task " + open.front().task + " in " +
             detail::place_of(open.front().where);
    if (options.after) {
      try {
        options.after();
      } catch (const std::exception &e) {
        return std::string(e.what());
      }
    }
    return std::nullopt;
  }

  // One schedule, with and without the fault. False: it failed.
  bool schedule(detail::schedule &chosen, std::uint64_t seed) {
    ++result.schedules;
    const auto fail = [&](std::string what, fault injected, std::size_t at) {
      explore_failure failure;
      if (chosen.seeded)
        failure.seed = seed;
      failure.choices = chosen.given;
      failure.inject = injected;
      failure.at = at;
      failure.what = std::move(what);
      result.failure = std::move(failure);
      return false;
    };
    if (auto wrong = once(chosen, seed, fault::none, 0))
      return fail(std::move(*wrong), fault::none, 0);
    if (options.inject == fault::none)
      return true;
    for (std::size_t at = 0;; ++at) {
      detail::schedule again;
      again.given = chosen.given;
      again.seeded = chosen.seeded;
      auto wrong = once(again, seed, options.inject, at);
      if (wrong)
        return fail(std::move(*wrong), options.inject, at);
      if (!again.injected)
        return true;
    }
  }

  void by_seeds() {
    for (std::size_t i = 0; i < options.schedules; ++i) {
      detail::schedule chosen;
      if (!schedule(chosen, options.seed + i))
        return;
    }
  }

  void all() {
    struct pending {
      std::vector<std::uint32_t> given;
      std::size_t preempted;
    };
    std::vector<pending> left{{{}, 0}};
    while (!left.empty()) {
      if (result.schedules == options.schedules)
        return;
      const pending next = std::move(left.back());
      left.pop_back();
      detail::schedule chosen;
      chosen.given = next.given;
      chosen.seeded = false;
      if (!schedule(chosen, 0))
        return;
      if (next.preempted == options.preemptions)
        continue;
      // Deviates once more, after the last deviation.
      for (std::size_t i = next.given.size(); i < chosen.made.size(); ++i) {
        for (std::uint32_t other = 1; other < chosen.made[i].of; ++other) {
          pending variant{{}, next.preempted + 1};
          for (std::size_t j = 0; j < i; ++j)
            variant.given.push_back(chosen.made[j].chosen);
          variant.given.push_back(other);
          left.push_back(std::move(variant));
        }
      }
    }
    result.exhausted = true;
  }
};

} // namespace

explore_result explore(const std::function<task<>()> &program, const explore_options &options) {
  explorer work{program, options, {}};
  options.exhaustive ? work.all() : work.by_seeds();
  return work.result;
}

void replay(const std::function<task<>()> &program, const explore_failure &failure) {
  detail::schedule schedule;
  schedule.given = failure.choices;
  schedule.seeded = failure.seed.has_value();
  run_options how;
  how.simulate.seed = failure.seed.value_or(0);
  how.simulate.inject = failure.inject;
  how.simulate.at = failure.at;
  how.simulate.follow = &schedule;
  rt::run(program(), how);
}

} // namespace cotidy::rt
