// SPDX-License-Identifier: Apache-2.0
// race(): the first of many to end.
#pragma once

#include <coroutine>
#include <cstddef>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "cotidy/runtime/gather.hpp"

namespace cotidy::rt {

namespace detail {

template <class... T> struct race_tuple : children_wait<race_tuple<T...>> {
  using base = children_wait<race_tuple>;
  using result = std::variant<or_monostate<T>...>;
  std::tuple<task<T>...> tasks;
  coroutine *winner = nullptr;

  explicit race_tuple(task<T>... given) noexcept : tasks(std::move(given)...) {}
  race_tuple(race_tuple &&) noexcept = default;
  ~race_tuple() { this->leave(); }

  bool await_ready() const noexcept { return false; }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    this->suspend(at, kind_of_wait);
    coroutine **cursor = this_loop().front();
    std::apply([&](auto &...each) { (this->start(each, cursor), ...); }, tasks);
  }
  result await_resume() {
    this->resumed();
    for_each_child([this](coroutine &child) {
      if (&child != winner)
        report_if_unseen(child);
    });
    return take(std::index_sequence_for<T...>());
  }

  template <class F> void for_each_child(F f) {
    std::apply([&](auto &...each) { (f(each.handle().promise()), ...); }, tasks);
  }
  static void child_ended(completion &self, coroutine &child) noexcept {
    auto &mine = static_cast<race_tuple &>(self);
    if (!mine.winner) {
      mine.winner = &child;
      mine.stop();
    }
    if (--mine.left == 0)
      mine.all_ended();
  }
  static constexpr wait_kind kind_of_wait{"the tasks that race", &base::cancel_children,
                                          &base::abandon, &base::blockers};

private:
  template <std::size_t I, std::size_t... More> result take(std::index_sequence<I, More...>) {
    task<std::tuple_element_t<I, std::tuple<T...>>> &each = std::get<I>(tasks);
    if constexpr (sizeof...(More) > 0)
      if (winner != &each.handle().promise())
        return take(std::index_sequence<More...>());
    return result(std::in_place_index<I>, take_from(each));
  }
};

template <class T> struct race_vector : vector_wait<T, race_vector<T>> {
  using base = vector_wait<T, race_vector>;
  coroutine *winner = nullptr;

  explicit race_vector(std::vector<task<T>> given) : base(std::move(given), 0) {
    if (this->tasks.empty())
      throw std::invalid_argument("race() of no task");
  }
  race_vector(race_vector &&) noexcept = default;
  ~race_vector() { this->leave(); }

  std::pair<std::size_t, or_monostate<T>> await_resume() {
    this->resumed();
    std::size_t at = 0;
    for (std::size_t i = 0; i < this->tasks.size(); ++i) {
      coroutine &child = this->tasks[i].handle().promise();
      if (&child == winner)
        at = i;
      else
        report_if_unseen(child);
    }
    return {at, take_from(this->tasks[at])};
  }
  static void child_ended(completion &self, coroutine &child) noexcept {
    auto &mine = static_cast<race_vector &>(self);
    if (!mine.winner) {
      mine.winner = &child;
      mine.stop();
    }
    mine.one_ended();
  }
  static constexpr wait_kind kind_of_wait{"the tasks that race", &base::cancel_children,
                                          &base::abandon, &base::blockers};
};

} // namespace detail

// Runs all at once; the first to end decides. The others are cancelled and awaited, then the
// winner's value is given, in a variant whose index() tells which it was, or its error thrown. What
// a loser ends with after that is dropped; an error of it that is not `cancelled` is reported.
template <detail::awaitable... A>
  requires(sizeof...(A) > 0)
[[nodiscard]] auto race(A... awaited) {
  return detail::race_tuple<detail::await_result_t<A>...>(as_task(std::move(awaited))...);
}

// The same for a range of tasks, which is emptied: the winner's index and its value.
template <detail::range_of_tasks R>
  requires(!std::is_lvalue_reference_v<R>)
[[nodiscard]] auto race(R &&tasks) {
  using value = typename std::ranges::range_value_t<R>::value_type;
  return detail::race_vector<value>(detail::tasks_of(std::forward<R>(tasks)));
}

} // namespace cotidy::rt
