// SPDX-License-Identifier: Apache-2.0
// Coroutines of each library and of none: role, start, how they are used.
// REQUIRES: cotidy
// RUN: %cotidy --dump-coroutines %s -- -std=c++20 -nostdlibinc -isystem %inputs/std -isystem %inputs/libs | FileCheck %s
#include <QCoroTask>
#include <asio.hpp>
#include <boost/asio.hpp>
#include <coro/task.hpp>
#include <cppcoro/generator.hpp>
#include <cppcoro/task.hpp>
#include <folly/coro/Generator.h>
#include <folly/coro/Task.h>
#include <mine/task.hpp>
#include <seastar/core/future.hh>
#include <unifex/task.hpp>

// CHECK: coroutine ofAsio at [[@LINE+1]]:23: task, library asio, lazy
asio::awaitable<void> ofAsio() { co_return; }
// CHECK: coroutine ofBoost at [[@LINE+1]]:30: task, library asio, lazy
boost::asio::awaitable<void> ofBoost() { co_return; }
// CHECK: coroutine ofFolly at {{.*}}: task, library folly, lazy
folly::coro::Task<void> ofFolly() { co_return; }
// CHECK: coroutine generatorOfFolly at {{.*}}: generator, library folly,
folly::coro::Generator<int> generatorOfFolly() { co_yield 1; }
// CHECK: coroutine asyncGeneratorOfFolly at {{.*}}: async generator, library folly,
folly::coro::AsyncGenerator<int> asyncGeneratorOfFolly() { co_yield 1; }
// CHECK: coroutine ofCppcoro at {{.*}}: task, library cppcoro, lazy
cppcoro::task<> ofCppcoro() { co_return; }
// CHECK: coroutine ofLibcoro at {{.*}}: task, library libcoro, lazy
coro::task<> ofLibcoro() { co_return; }
// CHECK: coroutine ofSeastar at {{.*}}: task, library seastar, eager
seastar::future<> ofSeastar() { co_return; }
// CHECK: coroutine ofQCoro at {{.*}}: task, library qcoro, eager
QCoro::Task<> ofQCoro() { co_return; }
// CHECK: coroutine ofUnifex at {{.*}}: task, library unifex, lazy
unifex::task<> ofUnifex() { co_return; }

// By shape, where no model knows the type.
// CHECK: coroutine unknownTask at {{.*}}: task, library unknown, lazy
mine::task<> unknownTask() { co_return; }
// CHECK: coroutine unknownSequence at {{.*}}: generator, library unknown, lazy
mine::sequence<int> unknownSequence() { co_yield 1; }
// CHECK: coroutine unknownStream at {{.*}}: async generator, library unknown, lazy
mine::stream<int> unknownStream() { co_yield 1; }
// The type is the user's, what it awaits is a library's.
// CHECK: coroutine awaitsLibrary at {{.*}}: task, library cppcoro, lazy
mine::task<> awaitsLibrary() { co_await ofCppcoro(); }
struct Eager {
  struct promise_type {
    Eager get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
// CHECK: coroutine eager at {{.*}}: task, library unknown, eager
Eager eager() { co_return; }

// Methods, lambdas, templates.
struct Session {
  // CHECK: coroutine Session::run at {{.*}}: task, library asio, lazy
  asio::awaitable<void> run() { co_return; }
};
// CHECK: coroutine holdsLambda at
// CHECK: coroutine lambda at [[@LINE+2]]:{{.*}}: task, library asio, lazy
asio::awaitable<void> holdsLambda() {
  auto Inner = []() -> asio::awaitable<void> { co_return; };
  co_await Inner();
}
// CHECK: coroutine pattern at {{.*}}: task, library cppcoro, lazy, pattern
// CHECK: coroutine pattern at {{.*}}: task, library cppcoro, lazy, instantiation
template <class T> cppcoro::task<> pattern(T) { co_return; }
template cppcoro::task<> pattern(int);

// How they are started.
// CHECK: coroutine onPool at {{.*}}, only offloaded{{$}}
asio::awaitable<void> onPool() { co_return; }
// CHECK: coroutine detached at {{.*}}, only detached{{$}}
asio::awaitable<void> detached() { co_return; }
// CHECK: coroutine both at {{.*}}: task, library asio, lazy{{$}}
asio::awaitable<void> both() { co_return; }
// CHECK: coroutine starts at {{.*}}: task, library asio, lazy{{$}}
asio::awaitable<void> starts(asio::thread_pool &Pool, asio::io_context &Loop) {
  co_await asio::co_spawn(Pool, onPool(), asio::use_awaitable);
  asio::co_spawn(Loop, detached, asio::detached);
  asio::co_spawn(Loop, both, asio::detached);
  co_await both();
}

// A function that is no coroutine is not there.
// CHECK-NOT: coroutine
void plain() {}
