// SPDX-License-Identifier: Apache-2.0
// What a person sees: names, await stacks, the tree of tasks, who waits for whom.
#include <cstdio>
#include <map>
#include <set>
#include <string>

#include "cotidy/runtime/detail/children.hpp"
#include "cotidy/runtime/detail/loop.hpp"
#include "cotidy/runtime/detail/report.hpp"
#include "cotidy/runtime/detail/simulator.hpp"
#include "cotidy/runtime/scope.hpp"

namespace cotidy::rt::detail {
namespace {

// Where the last `wanted` outside of all brackets begins; npos without one.
std::size_t last_outside(std::string_view text, char wanted) {
  int depth = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    const char c = text[i];
    if (depth == 0 && c == wanted)
      return i;
    if (c == ')' || c == '>' || c == ']' || c == '}')
      ++depth;
    else if (c == '(' || c == '<' || c == '[' || c == '{')
      --depth;
  }
  return std::string_view::npos;
}

// Without the parameters, if it has any.
std::string_view without_parameters(std::string_view text) {
  if (text.ends_with(" const"))
    text.remove_suffix(6);
  if (!text.ends_with(')'))
    return text;
  int depth = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == ')')
      ++depth;
    else if (text[i] == '(' && --depth == 0)
      return text.substr(0, i);
  }
  return text;
}

// `task<int> app::fetch(std::string)` -> `fetch`; a lambda is named after the function around it.
std::string short_function(const char *pretty) {
  std::string_view text = pretty;
  if (const auto with = text.find(" ["); with != std::string_view::npos)
    text = text.substr(0, with);
  text = without_parameters(text);
  const bool call_operator = text.ends_with("operator()");
  if (const auto space = last_outside(text, ' '); space != std::string_view::npos)
    text = text.substr(space + 1);
  auto colon = last_outside(text, ':');
  if (call_operator && colon != std::string_view::npos) {
    std::string_view around = text.substr(0, colon - 1); // ...::f()::(lambda)
    colon = last_outside(around, ':');
    if (colon != std::string_view::npos && around.find("lambda", colon) != around.npos) {
      around = without_parameters(around.substr(0, colon - 1));
      while (around.ends_with("operator()")) { // a lambda in a lambda
        for (int up = 0; up < 2; ++up)
          if (colon = last_outside(around, ':'); colon != std::string_view::npos)
            around = around.substr(0, colon - 1);
        around = without_parameters(around);
      }
      colon = last_outside(around, ':');
      return "lambda in " +
             std::string(colon == std::string_view::npos ? around : around.substr(colon + 1));
    }
    colon = last_outside(text, ':');
  }
  return std::string(colon == std::string_view::npos ? text : text.substr(colon + 1));
}

std::string describe(const std::exception_ptr &error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception &e) {
    return e.what();
  } catch (...) {
    return "an exception of another type";
  }
}

using blockers = std::vector<coroutine *>;

blockers blockers_of(const coroutine &task) {
  blockers found;
  if (task.state == task_state::waiting && task.waits_in->kind->blockers)
    task.waits_in->kind->blockers(
        *task.waits_in,
        [](void *context, coroutine &each) { static_cast<blockers *>(context)->push_back(&each); },
        &found);
  return found;
}

} // namespace

const char *state_of(const coroutine &task) noexcept {
  switch (task.state) {
  case task_state::idle:
  case task_state::fresh:
    return "not begun";
  case task_state::ready:
  case task_state::yielding:
    return "can run";
  case task_state::running:
    return "runs";
  case task_state::waiting:
    return task.waits_in->kind->what;
  case task_state::done:
    return "has ended";
  }
  return "";
}

std::string place_of(const std::source_location &where) {
  std::string_view file = where.file_name();
  if (const auto slash = file.rfind('/'); slash != std::string_view::npos)
    file = file.substr(slash + 1);
  return short_function(where.function_name()) + " at " + std::string(file) + ":" +
         std::to_string(where.line());
}

coroutine &leaf_of(coroutine &task) noexcept {
  return task.state == task_state::waiting || task.state == task_state::ready ||
                 task.state == task_state::yielding
             ? coroutine::of(task.resume_at)
             : task;
}

std::string loop::name_of(const coroutine &task) const {
  if (const auto found = side_.find(&task); found != side_.end() && !found->second.name.empty())
    return "'" + found->second.name + "'";
  return "'" + short_function(task.where.function_name()) + "' #" + std::to_string(task.id);
}

void loop::report(const std::string &text) const noexcept {
  if (reporter_)
    reporter_(text);
  else
    std::fprintf(stderr, "cotidy-rt: %s\n", text.c_str());
}

void loop::report_unseen(const coroutine &task) const noexcept {
  if (run_observer *observer = observed())
    observer->error_unseen(observed_task(*this, task));
  report("task " + name_of(task) +
         " ended with an error that nobody has seen: " + describe(*task.failure));
}

void report_failed_close(const std::exception_ptr &error) noexcept {
  this_loop().report("a resource was not closed, and another error is thrown: " + describe(error));
}

void report_if_unseen(coroutine &ended) noexcept {
  if (ended.has(has_error) && !ended.has(was_cancelled) && *ended.failure)
    this_loop().report_unseen(ended);
}

std::string loop::tree() const {
  std::map<const coroutine *, std::vector<coroutine *>> children;
  std::set<const coroutine *> alive;
  for_each_live([&](coroutine &task) { alive.insert(&task); });
  // A child whose parent has ended stands at the top.
  for_each_live([&](coroutine &task) {
    children[alive.contains(task.parent) ? task.parent : nullptr].push_back(&task);
  });
  std::string text;
  std::function<void(const coroutine *, std::size_t)> print = [&](const coroutine *parent,
                                                                  std::size_t depth) {
    for (coroutine *task : children[parent]) {
      const std::string indent(depth * 2, ' ');
      text += indent + name_of(*task) + ": " +
              (task->state == task_state::waiting ? std::string("waits for ") + state_of(*task)
                                                  : std::string(state_of(*task))) +
              "\n";
      for (coroutine *at = &leaf_of(*task); at; at = at->awaiter)
        text += indent + "    " + place_of(at->where) + "\n";
      print(task, depth + 1);
    }
  };
  print(nullptr, 0);
  return text;
}

std::string loop::deadlock_report() const {
  std::string text = "deadlock: no task can run, and nothing is waited for outside";
  const auto line = [&](coroutine &task) {
    return "task " + name_of(task) + " waits for " + state_of(task) + " in " +
           place_of(leaf_of(task).where);
  };
  for_each_live([&](coroutine &task) {
    text += "\n  " + line(task);
    for (coroutine *other : blockers_of(task))
      text += ", which " + name_of(*other) + " has";
  });
  // A cycle, if there is one, is the reason; the others wait for those in it.
  std::vector<coroutine *> starts;
  for_each_live([&](coroutine &task) { starts.push_back(&task); });
  for (coroutine *start : starts) {
    std::vector<coroutine *> path;
    std::set<coroutine *> seen;
    std::function<bool(coroutine *)> back_to_start = [&](coroutine *at) {
      for (coroutine *next : blockers_of(*at)) {
        if (next == start) {
          path.push_back(at);
          return true;
        }
        if (seen.insert(next).second && back_to_start(next)) {
          path.push_back(at);
          return true;
        }
      }
      return false;
    };
    if (!back_to_start(start))
      continue;
    text += "\n  the cycle: ";
    for (auto at = path.rbegin(); at != path.rend(); ++at)
      text += name_of(**at) + " -> ";
    text += name_of(*start);
    break;
  }
  return text;
}

} // namespace cotidy::rt::detail
