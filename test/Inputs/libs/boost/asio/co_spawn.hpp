// SPDX-License-Identifier: Apache-2.0
// Starting coroutines.
#ifndef COTIDY_TEST_LIB_BOOST_ASIO_CO_SPAWN_HPP
#define COTIDY_TEST_LIB_BOOST_ASIO_CO_SPAWN_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#define ASIO_NAMESPACE boost::asio
#include <mock/asio/co_spawn.inc>
#undef ASIO_NAMESPACE

#endif
