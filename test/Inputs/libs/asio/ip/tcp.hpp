// SPDX-License-Identifier: Apache-2.0
// Sockets and resolvers.
#ifndef COTIDY_TEST_LIB_ASIO_IP_TCP_HPP
#define COTIDY_TEST_LIB_ASIO_IP_TCP_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <asio/awaitable.hpp>
#include <asio/use_awaitable.hpp>
#define ASIO_NAMESPACE asio
#include <mock/asio/ip_tcp.inc>
#undef ASIO_NAMESPACE

#endif
