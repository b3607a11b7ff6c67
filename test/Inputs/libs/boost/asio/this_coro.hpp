// SPDX-License-Identifier: Apache-2.0
// Asking a coroutine about itself.
#ifndef COTIDY_TEST_LIB_BOOST_ASIO_THIS_CORO_HPP
#define COTIDY_TEST_LIB_BOOST_ASIO_THIS_CORO_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <boost/asio/awaitable.hpp>
#define ASIO_NAMESPACE boost::asio
#include <mock/asio/this_coro.inc>
#undef ASIO_NAMESPACE

#endif
