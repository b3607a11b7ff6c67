// SPDX-License-Identifier: Apache-2.0
// The coroutine type.
#ifndef COTIDY_TEST_LIB_ASIO_AWAITABLE_HPP
#define COTIDY_TEST_LIB_ASIO_AWAITABLE_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <asio/any_io_executor.hpp>
#define ASIO_NAMESPACE asio
#include <mock/asio/awaitable.inc>
#undef ASIO_NAMESPACE

#endif
