// SPDX-License-Identifier: Apache-2.0
// The executor of any kind.
#ifndef COTIDY_TEST_LIB_ASIO_ANY_IO_EXECUTOR_HPP
#define COTIDY_TEST_LIB_ASIO_ANY_IO_EXECUTOR_HPP

#include <chrono>
#include <utility>
#include <mock/promise.h>
#define ASIO_NAMESPACE asio
#include <mock/asio/any_io_executor.inc>
#undef ASIO_NAMESPACE

#endif
