// SPDX-License-Identifier: Apache-2.0
// The timer of any clock.
#ifndef COTIDY_TEST_LIB_ASIO_BASIC_WAITABLE_TIMER_HPP
#define COTIDY_TEST_LIB_ASIO_BASIC_WAITABLE_TIMER_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <asio/awaitable.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/io_context.hpp>
#define ASIO_NAMESPACE asio
#include <mock/asio/basic_waitable_timer.inc>
#undef ASIO_NAMESPACE

#endif
