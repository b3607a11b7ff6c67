// SPDX-License-Identifier: Apache-2.0
// The timer of any clock.
#ifndef COTIDY_TEST_LIB_BOOST_ASIO_BASIC_WAITABLE_TIMER_HPP
#define COTIDY_TEST_LIB_BOOST_ASIO_BASIC_WAITABLE_TIMER_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/io_context.hpp>
#define ASIO_NAMESPACE boost::asio
#include <mock/asio/basic_waitable_timer.inc>
#undef ASIO_NAMESPACE

#endif
