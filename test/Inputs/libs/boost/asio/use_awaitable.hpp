// SPDX-License-Identifier: Apache-2.0
// Completion tokens.
#ifndef COTIDY_TEST_LIB_BOOST_ASIO_USE_AWAITABLE_HPP
#define COTIDY_TEST_LIB_BOOST_ASIO_USE_AWAITABLE_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <boost/asio/any_io_executor.hpp>
#define ASIO_NAMESPACE boost::asio
#include <mock/asio/use_awaitable.inc>
#undef ASIO_NAMESPACE

#endif
