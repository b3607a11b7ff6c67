// SPDX-License-Identifier: Apache-2.0
// Starting coroutines.
#ifndef COTIDY_TEST_LIB_ASIO_CO_SPAWN_HPP
#define COTIDY_TEST_LIB_ASIO_CO_SPAWN_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <asio/awaitable.hpp>
#include <asio/use_awaitable.hpp>
#define ASIO_NAMESPACE asio
#include <mock/asio/co_spawn.inc>
#undef ASIO_NAMESPACE

#endif
