// SPDX-License-Identifier: Apache-2.0
// What is open, who has opened it, and what is left at the end.
#include "cotidy/runtime/opened.hpp"

#include <atomic>
#include <cstdlib>
#include <cxxabi.h>
#include <memory>

#include "cotidy/runtime/detail/loop.hpp"
#include "cotidy/runtime/detail/open_list.hpp"
#include "cotidy/runtime/detail/report.hpp"

namespace cotidy::rt {

open_mark::open_mark(std::string_view what, std::source_location here) {
  detail::loop *l = detail::current_loop;
  if (!l || !l->opened()) [[likely]]
    return;
  number_ = l->opened()->add(
      {std::string(what), l->current ? l->name_of(*l->current) : std::string(), here, false});
}

void open_mark::end(bool unclosed) noexcept {
  const std::uint64_t ended = std::exchange(number_, 0);
  detail::loop *l = detail::current_loop;
  if (!l || !l->opened())
    return;
  unclosed ? l->opened()->destroyed(ended) : l->opened()->closed(ended);
}

namespace detail {

std::uint64_t open_list::add(open_resource opened) {
  static std::atomic<std::uint64_t> last = 0;
  const std::uint64_t number = ++last;
  open_.emplace(number, std::move(opened));
  return number;
}

void open_list::destroyed(std::uint64_t number) {
  if (const auto found = open_.find(number); found != open_.end())
    found->second.destroyed = true;
}

std::vector<open_resource> open_list::finish() {
  std::vector<open_resource> left;
  for (auto &[number, each] : open_)
    left.push_back(std::move(each));
  open_.clear();
  if (wanted_by_)
    wanted_by_->insert(wanted_by_->end(), left.begin(), left.end());
  return left;
}

std::string name_of(const std::type_info &type) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void *)> name(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), std::free);
  return name ? name.get() : type.name();
}

void loop::report_open() {
  if (!opened_)
    return;
  const std::vector<open_resource> left = opened_->finish();
  if (!debugger_)
    return;
  for (const open_resource &each : left)
    report(each.what +
           (each.destroyed ? " was destroyed before it was closed" : " has outlived its loop") +
           ": opened by task " + each.task + " in " + place_of(each.where));
}

} // namespace detail
} // namespace cotidy::rt
