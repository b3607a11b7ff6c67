// SPDX-License-Identifier: Apache-2.0
// The exceptions and codes by which libraries tell a coroutine that it is cancelled.
#ifndef COTIDY_TEST_ERRORS_H
#define COTIDY_TEST_ERRORS_H

#include <asio.hpp>
#include <async_simple/coro/Lazy.h>
#include <boost/asio.hpp>
#include <concurrencpp/concurrencpp.h>
#include <coro/task.hpp>
#include <cotidy/runtime/task.hpp>
#include <cppcoro/task.hpp>
#include <exception>
#include <folly/coro/Task.h>
#include <seastar/core/future.hh>
#include <stdexcept>
#include <unifex/task.hpp>
#include <utility>

namespace std {
class error_code {
public:
  error_code();
  int value() const;
  const char *message() const;
  explicit operator bool() const;
};
class system_error : public runtime_error {
public:
  using runtime_error::runtime_error;
  const error_code &code() const;
};
template <class E> exception_ptr make_exception_ptr(E);
class stop_token {
public:
  bool stop_requested() const;
};
} // namespace std

namespace asio {
using error_code = std::error_code;
using system_error = std::system_error;
namespace error {
enum basic_errors { operation_aborted, connection_reset };
enum misc_errors { eof };
} // namespace error
template <class Token> struct redirect_error_t {};
template <class Token> redirect_error_t<Token> redirect_error(Token, error_code &);
template <class Token> struct as_tuple_t {};
template <class Token> as_tuple_t<Token> as_tuple(Token);
class signal_set {
public:
  awaitable<int> async_wait(use_awaitable_t<>);
};
enum class cancellation_type { none, total, terminal };
class cancellation_state {
public:
  cancellation_type cancelled() const;
};
class line_reader {
public:
  awaitable<int> async_line(use_awaitable_t<>);
  awaitable<int> async_line(redirect_error_t<use_awaitable_t<>>);
  awaitable<std::pair<error_code, int>> async_line(as_tuple_t<use_awaitable_t<>>);
  awaitable<void> async_shutdown(use_awaitable_t<>);
  bool is_open() const;
};
awaitable<void> pause(redirect_error_t<use_awaitable_t<>>);
} // namespace asio
namespace std {
bool operator==(const error_code &, asio::error::basic_errors);
bool operator==(const error_code &, asio::error::misc_errors);
} // namespace std

namespace boost::system {
class error_code {
public:
  explicit operator bool() const;
};
class system_error : public std::runtime_error {
public:
  using runtime_error::runtime_error;
  error_code code() const;
};
} // namespace boost::system
namespace boost::asio {
namespace error {
enum basic_errors { operation_aborted };
bool operator==(const boost::system::error_code &, basic_errors);
} // namespace error
} // namespace boost::asio
namespace boost::system {
using boost::asio::error::operator==;
}
namespace boost::cobalt {
template <class T> class promise : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<promise, T, std::suspend_never> {};
};
} // namespace boost::cobalt

namespace folly {
class OperationCancelled : public std::exception {};
class CancellationToken {
public:
  bool isCancellationRequested() const;
};
template <class T> class Try {
public:
  bool hasException() const;
  template <class E> bool hasException() const;
  bool hasValue() const;
  T &value();
};
namespace coro {
template <class T> Task<Try<T>> co_awaitTry(Task<T>);
template <class T> Task<T> co_nothrow(Task<T>);
}
} // namespace folly
namespace cppcoro {
class operation_cancelled : public std::exception {};
} // namespace cppcoro
namespace seastar {
class abort_requested_exception : public std::exception {};
class sleep_aborted : public abort_requested_exception {};
} // namespace seastar
namespace async_simple {
class SignalException : public std::runtime_error {
  using runtime_error::runtime_error;
};
} // namespace async_simple
namespace concurrencpp::errors {
struct interrupted_task : std::runtime_error {
  using runtime_error::runtime_error;
};
struct broken_task : interrupted_task {
  using interrupted_task::interrupted_task;
};
} // namespace concurrencpp::errors
namespace cotidy::rt {
class cancelled {};
} // namespace cotidy::rt
namespace coro {
enum class poll_status { read, timeout, error, closed, cancelled };
task<poll_status> poll();
} // namespace coro

void log(const char *);
void count();

#endif
