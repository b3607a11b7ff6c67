// SPDX-License-Identifier: Apache-2.0
// gather_all_settled(): many tasks at once, each to its end, whatever that is.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "cotidy/runtime/gather.hpp"

namespace cotidy::rt {

// How a task has ended: with a value, an error, or cancelled.
template <class T> class outcome {
public:
  explicit outcome(detail::or_monostate<T> value) : value_(std::move(value)) {}
  explicit outcome(std::exception_ptr error) noexcept : error_(std::move(error)) {}
  outcome() noexcept = default;

  bool has_value() const noexcept { return value_.has_value(); }
  bool was_cancelled() const noexcept { return !value_ && !error_; }
  // The error; null when there is none.
  const std::exception_ptr &error() const noexcept { return error_; }
  // The value; throws the error, or `cancelled`.
  detail::or_monostate<T> &value() {
    if (error_)
      std::rethrow_exception(error_);
    if (!value_)
      throw cancelled{};
    return *value_;
  }

private:
  std::optional<detail::or_monostate<T>> value_;
  std::exception_ptr error_;
};

namespace detail {

template <class T> outcome<T> outcome_of(task<T> &ended) {
  coroutine &of = ended.handle().promise();
  if (of.has(was_cancelled))
    return outcome<T>();
  if (of.has(has_error))
    return outcome<T>(std::exchange(*of.failure, nullptr));
  return outcome<T>(take_from(ended));
}

template <class T> struct settled_vector : vector_wait<T, settled_vector<T>> {
  using base = vector_wait<T, settled_vector>;
  using base::base;
  settled_vector(settled_vector &&) noexcept = default;
  ~settled_vector() { this->leave(); }

  std::vector<outcome<T>> await_resume() {
    this->resumed();
    std::vector<outcome<T>> outcomes;
    outcomes.reserve(this->tasks.size());
    for (task<T> &each : this->tasks)
      outcomes.push_back(outcome_of(each));
    return outcomes;
  }
  static void child_ended(completion &self, coroutine &) noexcept {
    static_cast<settled_vector &>(self).one_ended();
  }
  static constexpr wait_kind kind_of_wait{"the tasks it gathers", &base::cancel_children,
                                          &base::abandon, &base::blockers};
};

} // namespace detail

// Runs all tasks of a range, which is emptied, at once or `limit` at a time, and tells how each has
// ended, in order. No error cancels the others. To cancel the waiting task cancels them.
template <detail::range_of_tasks R>
  requires(!std::is_lvalue_reference_v<R>)
[[nodiscard]] auto gather_all_settled(R &&tasks, gather_options options = {}) {
  using value = typename std::ranges::range_value_t<R>::value_type;
  return detail::settled_vector<value>(detail::tasks_of(std::forward<R>(tasks)), options.limit);
}

} // namespace cotidy::rt
