// SPDX-License-Identifier: Apache-2.0
// The pool of threads.
#ifndef COTIDY_TEST_LIB_ASIO_THREAD_POOL_HPP
#define COTIDY_TEST_LIB_ASIO_THREAD_POOL_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#include <asio/any_io_executor.hpp>
#define ASIO_NAMESPACE asio
#include <mock/asio/thread_pool.inc>
#undef ASIO_NAMESPACE

#endif
