// SPDX-License-Identifier: Apache-2.0
// Running functions, and bound executors.
#ifndef COTIDY_TEST_LIB_BOOST_ASIO_POST_HPP
#define COTIDY_TEST_LIB_BOOST_ASIO_POST_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#define ASIO_NAMESPACE boost::asio
#include <mock/asio/post.inc>
#undef ASIO_NAMESPACE

#endif
