// SPDX-License-Identifier: Apache-2.0
// The event loop.
#ifndef COTIDY_TEST_LIB_ASIO_IO_CONTEXT_HPP
#define COTIDY_TEST_LIB_ASIO_IO_CONTEXT_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <asio/any_io_executor.hpp>
#define ASIO_NAMESPACE asio
#include <mock/asio/io_context.inc>
#undef ASIO_NAMESPACE

#endif
