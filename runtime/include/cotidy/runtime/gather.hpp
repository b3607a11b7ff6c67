// SPDX-License-Identifier: Apache-2.0
// gather(): many tasks at once, their results in order.
#pragma once

#include <algorithm>
#include <concepts>
#include <coroutine>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "cotidy/runtime/detail/children.hpp"

namespace cotidy::rt {

struct gather_options {
  std::size_t limit = 0; // how many run at once; 0: all
};

namespace detail {

template <class... T> struct gather_tuple : children_wait<gather_tuple<T...>> {
  using base = children_wait<gather_tuple>;
  std::tuple<task<T>...> tasks;

  explicit gather_tuple(task<T>... given) noexcept : tasks(std::move(given)...) {}
  gather_tuple(gather_tuple &&) noexcept = default;
  ~gather_tuple() { this->leave(); }

  bool await_ready() const noexcept { return sizeof...(T) == 0; }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    this->suspend(at, kind_of_wait);
    coroutine **cursor = this_loop().front();
    std::apply([&](auto &...each) { (this->start(each, cursor), ...); }, tasks);
  }
  std::tuple<or_monostate<T>...> await_resume() {
    this->resumed();
    if (this->first_failed) [[unlikely]]
      this->throw_first();
    return std::apply(
        [](auto &...each) { return std::tuple<or_monostate<T>...>{take_from(each)...}; }, tasks);
  }

  template <class F> void for_each_child(F f) {
    std::apply([&](auto &...each) { (f(each.handle().promise()), ...); }, tasks);
  }
  static void child_ended(completion &self, coroutine &child) noexcept {
    auto &mine = static_cast<gather_tuple &>(self);
    if (failed(child) && !mine.stopping) [[unlikely]] {
      mine.first_failed = &child;
      mine.stop();
    }
    if (--mine.left == 0)
      mine.all_ended();
  }
  static constexpr wait_kind kind_of_wait{"the tasks it gathers", &base::cancel_children,
                                          &base::abandon, &base::blockers};
};

// Starts no more than `limit`, and the next when one ends.
template <class T, class Self> struct vector_wait : children_wait<Self> {
  using base = children_wait<Self>;
  std::vector<task<T>> tasks;
  std::size_t limit;
  std::size_t started = 0;

  vector_wait(std::vector<task<T>> given, std::size_t at_once) noexcept
      : tasks(std::move(given)), limit(at_once ? at_once : tasks.size()) {}
  vector_wait(vector_wait &&) noexcept = default;
  ~vector_wait() {
    // Those that an error has kept from being started were not forgotten by anybody.
    for (; started < tasks.size(); ++started)
      tasks[started].handle().promise().set(is_owned);
  }

  bool await_ready() const noexcept { return tasks.empty(); }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    this->suspend(at, Self::kind_of_wait);
    const std::size_t first = std::min(limit, tasks.size());
    coroutine **cursor = this_loop().front();
    while (started < first)
      this->start(tasks[started++], cursor);
  }
  template <class F> void for_each_child(F f) {
    for (std::size_t i = 0; i < started; ++i)
      f(tasks[i].handle().promise());
  }
  void one_ended() noexcept {
    --this->left;
    if (started < tasks.size() && !this->stopping) {
      coroutine **cursor = this_loop().front();
      this->start(tasks[started++], cursor);
    }
    if (this->left == 0)
      this->all_ended();
  }
};

template <class T> struct gather_vector : vector_wait<T, gather_vector<T>> {
  using base = vector_wait<T, gather_vector>;
  using base::base;
  gather_vector(gather_vector &&) noexcept = default;
  ~gather_vector() { this->leave(); }
  using results = std::conditional_t<std::is_void_v<T>, void, std::vector<or_monostate<T>>>;

  results await_resume() {
    this->resumed();
    if (this->first_failed) [[unlikely]]
      this->throw_first();
    if constexpr (!std::is_void_v<T>) {
      std::vector<T> taken;
      taken.reserve(this->tasks.size());
      for (task<T> &each : this->tasks)
        taken.push_back(each.handle().promise().take());
      return taken;
    }
  }

  static void child_ended(completion &self, coroutine &child) noexcept {
    auto &mine = static_cast<gather_vector &>(self);
    if (failed(child) && !mine.stopping) [[unlikely]] {
      mine.first_failed = &child;
      mine.stop();
    }
    mine.one_ended();
  }
  static constexpr wait_kind kind_of_wait{"the tasks it gathers", &base::cancel_children,
                                          &base::abandon, &base::blockers};
};

template <class R>
concept range_of_tasks =
    std::ranges::input_range<R> && requires(std::ranges::range_value_t<R> each) {
      typename std::ranges::range_value_t<R>::value_type;
      requires std::same_as<std::ranges::range_value_t<R>,
                            task<typename std::ranges::range_value_t<R>::value_type>>;
    };

// The tasks of a range that its owner gives up.
template <range_of_tasks R> auto tasks_of(R &&range) {
  using task_type = std::ranges::range_value_t<R>;
  if constexpr (std::same_as<R, std::vector<task_type>>)
    return std::move(range);
  else {
    std::vector<task_type> tasks;
    for (auto &&each : range)
      tasks.push_back(std::move(each));
    return tasks;
  }
}

} // namespace detail

// Runs all at once and gives their results as a tuple (std::monostate for void). The first error
// cancels the others, and is thrown when they have ended. To cancel the waiting task cancels them.
template <detail::awaitable... A> [[nodiscard]] auto gather(A... awaited) {
  return detail::gather_tuple<detail::await_result_t<A>...>(as_task(std::move(awaited))...);
}

// The same for a range of tasks, which is emptied; results in a vector, in order.
template <detail::range_of_tasks R>
  requires(!std::is_lvalue_reference_v<R>)
[[nodiscard]] auto gather(R &&tasks, gather_options options = {}) {
  using value = typename std::ranges::range_value_t<R>::value_type;
  return detail::gather_vector<value>(detail::tasks_of(std::forward<R>(tasks)), options.limit);
}

} // namespace cotidy::rt
