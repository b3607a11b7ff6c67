// SPDX-License-Identifier: Apache-2.0
// process_pool: processes for work that computes, and that may crash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "cotidy/runtime/mutex.hpp"
#include "cotidy/runtime/net.hpp"
#include "cotidy/runtime/semaphore.hpp"
#include "cotidy/runtime/serialise.hpp"

namespace cotidy::rt {

// The process that had the call is gone: it crashed, was killed, or ended itself.
class worker_died : public std::runtime_error {
public:
  worker_died() : std::runtime_error("the worker process has died") {}
};

// What the function has thrown over there; what() is its what().
class remote_error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// Workers are forked by a server that the constructor forks, so make it early: before threads, and
// before what a copy of this process should not hold. A worker that dies fails only its call, and
// the next call gets a new one. For one loop at a time; see run_in_executor() below.
class process_pool {
public:
  explicit process_pool(std::size_t processes = std::thread::hardware_concurrency());
  ~process_pool();
  process_pool(const process_pool &) = delete;
  process_pool &operator=(const process_pool &) = delete;

  std::size_t size() const noexcept { return size_; }

  // What a worker calls: takes its arguments from the one string and puts its result to the other.
  using function = void (*)(std::string_view arguments, std::string &result);
  task<std::string> call(function to_call, std::string arguments);

private:
  struct worker {
    stream connection;
    int pidfd = -1;

    worker() noexcept = default;
    worker(worker &&other) noexcept
        : connection(std::move(other.connection)), pidfd(std::exchange(other.pidfd, -1)) {}
    worker &operator=(worker &&other) noexcept {
      std::swap(connection, other.connection);
      std::swap(pidfd, other.pidfd);
      return *this;
    }
    ~worker(); // kills it
  };

  worker start_worker(); // blocks for the time of a fork

  std::size_t size_;
  int control_ = -1;
  int server_ = -1; // its process
  semaphore places_;
  mutex starting_;
  std::vector<worker> idle_;
};

namespace detail {

template <class F, class... Args>
void call_serialised([[maybe_unused]] std::string_view arguments, std::string &result) {
  static_assert(std::is_empty_v<F> && std::is_trivially_copyable_v<F>);
  using value = std::invoke_result_t<F, Args...>;
  // In order: braces.
  std::tuple<Args...> args{serialiser<Args>::get(arguments)...};
  alignas(F) char nothing[sizeof(F)] = {};
  F &fn = *reinterpret_cast<F *>(nothing); // has no members
  if constexpr (std::is_void_v<value>)
    std::apply(fn, std::move(args));
  else
    serialiser<value>::put(result, std::apply(fn, std::move(args)));
}

template <class R, class... Args>
void call_pointer([[maybe_unused]] std::string_view arguments, std::string &result) {
  using pointer = R (*)(Args...);
  const auto fn = reinterpret_cast<pointer>(serialiser<std::uintptr_t>::get(arguments));
  std::tuple<std::decay_t<Args>...> args{serialiser<std::decay_t<Args>>::get(arguments)...};
  if constexpr (std::is_void_v<R>)
    std::apply(fn, std::move(args));
  else
    serialiser<std::decay_t<R>>::put(result, std::apply(fn, std::move(args)));
}

template <class R> R result_of(std::string bytes) {
  if constexpr (!std::is_void_v<R>) {
    std::string_view left = bytes;
    return serialiser<R>::get(left);
  }
}

} // namespace detail

// Calls `fn(args...)` in a process of the pool. `fn` has no captures; arguments and result are
// serialisable. Throws remote_error with what it threw, or worker_died. Cancelled, it kills the
// worker. In a simulation the call is made in this process, in virtual time.
template <class F, serialisable... Args>
  requires(std::is_empty_v<F> && std::is_invocable_v<F, Args...>)
task<std::invoke_result_t<F, Args...>> run_in_executor(process_pool &pool, F, Args... args) {
  std::string arguments;
  (serialiser<Args>::put(arguments, args), ...);
  co_return detail::result_of<std::invoke_result_t<F, Args...>>(
      co_await pool.call(&detail::call_serialised<F, Args...>, std::move(arguments)));
}

// The same for a function.
template <class R, class... Params, class... Args>
  requires(serialisable<std::decay_t<Params>> && ...)
task<std::decay_t<R>> run_in_executor(process_pool &pool, R (*fn)(Params...), Args... args) {
  std::string arguments;
  // Forked from this very process: an address here is an address there.
  serialiser<std::uintptr_t>::put(arguments, reinterpret_cast<std::uintptr_t>(fn));
  (serialiser<std::decay_t<Params>>::put(arguments, std::decay_t<Params>(std::move(args))), ...);
  co_return detail::result_of<std::decay_t<R>>(
      co_await pool.call(&detail::call_pointer<R, Params...>, std::move(arguments)));
}

} // namespace cotidy::rt
