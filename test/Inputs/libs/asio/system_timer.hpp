// SPDX-License-Identifier: Apache-2.0
// The timer of the system's clock.
#ifndef COTIDY_TEST_LIB_ASIO_SYSTEM_TIMER_HPP
#define COTIDY_TEST_LIB_ASIO_SYSTEM_TIMER_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <asio/basic_waitable_timer.hpp>
#define ASIO_NAMESPACE asio
#include <mock/asio/system_timer.inc>
#undef ASIO_NAMESPACE

#endif
