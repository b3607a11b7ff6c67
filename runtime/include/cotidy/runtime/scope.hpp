// SPDX-License-Identifier: Apache-2.0
// with() and scope: resources whose close is awaited.
#pragma once

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "cotidy/runtime/cancel_mask.hpp"
#include "cotidy/runtime/detail/children.hpp"
#include "cotidy/runtime/opened.hpp"

namespace cotidy::rt {

// Its close() gives something to await.
template <class R>
concept closable = requires(R &resource) {
  { resource.close() } -> detail::awaitable;
};

namespace detail {

void report_failed_close(const std::exception_ptr &error) noexcept;

} // namespace detail

// What with_scope() closes at its end, in reverse order of how it came in.
class scope {
public:
  // Keeps the resource until the scope is closed.
  template <closable R>
  R &add(R resource, std::source_location here = std::source_location::current()) {
    auto kept = std::make_shared<R>(std::move(resource));
    R &inside = *kept;
    closers_.push_back({[owner = std::move(kept)]() -> task<> { return close_one(owner); },
                        mark(typeid(R), here)});
    return inside;
  }
  // Awaits what `cleanup()` gives, when its turn comes.
  void defer(std::function<task<>()> cleanup,
             std::source_location here = std::source_location::current()) {
    closers_.push_back({std::move(cleanup), open_mark("a deferred cleanup", here)});
  }

  scope(const scope &) = delete;
  scope &operator=(const scope &) = delete;

private:
  template <class Body>
  friend auto with_scope(Body body) -> decltype(body(std::declval<scope &>()));

  struct closer {
    std::function<task<>()> close;
    open_mark mark;
  };

  scope() = default;
  static open_mark mark(const std::type_info &type, std::source_location here);
  template <class R> static task<> close_one(std::shared_ptr<R> resource) {
    (void)co_await resource->close();
  }
  // Closes all, whatever happens; the first error, if any.
  task<std::exception_ptr> close();

  template <class T, class Body> static task<T> enter(Body body) {
    scope mine;
    std::exception_ptr failed;
    // A value is kept in a gather's way: nothing for void.
    std::optional<detail::or_monostate<T>> value;
    try {
      if constexpr (std::is_void_v<T>) {
        co_await body(mine);
        value.emplace();
      } else {
        value.emplace(co_await body(mine));
      }
    } catch (...) {
      failed = std::current_exception();
    }
    const std::exception_ptr not_closed = co_await mine.close();
    if (failed) {
      if (not_closed)
        detail::report_failed_close(not_closed);
      std::rethrow_exception(failed);
    }
    if (not_closed)
      std::rethrow_exception(not_closed);
    if constexpr (!std::is_void_v<T>)
      co_return std::move(*value);
  }

  std::vector<closer> closers_;
};

// Runs `body(scope &)`, a task, then closes what it has put into the scope, in reverse order: on
// return, on an error and on cancellation. Closing cannot be cancelled. The body's error is thrown
// rather than one of closing, which is reported then.
template <class Body>
[[nodiscard]] auto with_scope(Body body) -> decltype(body(std::declval<scope &>())) {
  using result = typename decltype(body(std::declval<scope &>()))::value_type;
  return scope::enter<result>(std::move(body));
}

// Runs `body(resource)`, a task, then awaits the resource's close(), as with_scope() does.
template <closable R, class Body>
[[nodiscard]] auto with(R resource, Body body,
                        std::source_location here = std::source_location::current())
    -> decltype(body(resource)) {
  return with_scope([kept = std::move(resource), here,
                     use = std::move(body)](scope &inside) mutable -> decltype(body(resource)) {
    R &added = inside.add(std::move(kept), here);
    co_return co_await use(added);
  });
}

} // namespace cotidy::rt
