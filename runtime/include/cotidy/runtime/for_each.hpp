// SPDX-License-Identifier: Apache-2.0
// for_each(): the same work for each element, a few at a time.
#pragma once

#include <cstddef>
#include <iterator>
#include <ranges>
#include <utility>
#include <vector>

#include "cotidy/runtime/gather.hpp"

namespace cotidy::rt {

namespace detail {

// One of the workers that share the range.
template <class R, class I, class F> task<> for_each_worker(I &next, R &range, F &fn) {
  while (next != std::ranges::end(range)) {
    auto &&element = *next;
    ++next;
    co_await fn(std::forward<decltype(element)>(element));
  }
}

template <std::ranges::view V, class F> task<> for_each_in(V range, std::size_t limit, F fn) {
  auto next = std::ranges::begin(range);
  const auto size = static_cast<std::size_t>(std::ranges::distance(range));
  const std::size_t workers = limit == 0 || limit > size ? size : limit;
  std::vector<task<>> tasks;
  tasks.reserve(workers);
  for (std::size_t i = 0; i < workers; ++i)
    tasks.push_back(for_each_worker(next, range, fn));
  co_await gather(std::move(tasks));
}

} // namespace detail

// Calls `fn(element)`, which gives an awaitable, for each element and awaits it, at most `limit` at
// once (0: all). Elements are taken in order, as room comes. The first error cancels the others and
// is thrown when they have ended. An lvalue range must outlive the task and keep still.
template <std::ranges::forward_range R, class F>
task<> for_each(R &&range, std::size_t limit, F fn) {
  return detail::for_each_in(std::views::all(std::forward<R>(range)), limit, std::move(fn));
}

} // namespace cotidy::rt
