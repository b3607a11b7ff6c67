// SPDX-License-Identifier: Apache-2.0
// What differs between compilers and builds.
#pragma once

// Lets clang place the frame of a coroutine that is awaited where it is called in the frame of the
// one that awaits it. `coro_return_type` is left out: with it `std::function` and `std::invoke` are
// refused a task as their result.
#if defined(__clang__) && __has_cpp_attribute(clang::coro_await_elidable)
#define COTIDY_RT_AWAIT_ELIDABLE [[clang::coro_await_elidable]]
#else
#define COTIDY_RT_AWAIT_ELIDABLE
#endif

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COTIDY_RT_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COTIDY_RT_SANITIZED 1
#endif
