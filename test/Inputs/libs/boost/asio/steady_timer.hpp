// SPDX-License-Identifier: Apache-2.0
// The timer of the steady clock.
#ifndef COTIDY_TEST_LIB_BOOST_ASIO_STEADY_TIMER_HPP
#define COTIDY_TEST_LIB_BOOST_ASIO_STEADY_TIMER_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <boost/asio/basic_waitable_timer.hpp>
#define ASIO_NAMESPACE boost::asio
#include <mock/asio/steady_timer.inc>
#undef ASIO_NAMESPACE

#endif
