// SPDX-License-Identifier: Apache-2.0
// Generators, annotations, and coroutine types that no model knows.
// RUN: %check %s
#include <cppcoro/generator.hpp>
#include <cppcoro/task.hpp>
#include <chrono>
#include <fstream>
#include <mine/task.hpp>
#include <thread>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }

// A synchronous generator runs on its caller's thread, and for it.
cppcoro::generator<int> lines() {
  nap();
  co_yield 1;
  nap();
}
mine::sequence<int> byShape() {
  nap();
  co_yield 1;
}
// So who iterates it waits: here that is a coroutine.
cppcoro::task<> iterates() {
  for (int Each : lines()) // WARN: 'lines' blocks the thread that runs coroutine 'iterates'
    (void)Each;
  for (int Each : byShape()) // WARN: 'byShape' blocks
    (void)Each;
  co_return;
}
// In a template the type is known by the template that it is made from.
template <class T> cppcoro::generator<T> repeat(T Value) {
  nap();
  co_yield Value;
}
template <class T> mine::sequence<T> repeatByShape(T Value) {
  nap();
  co_yield Value;
}
void plainIterates() {
  for (int Each : lines())
    (void)Each;
}
cppcoro::generator<int> quickLines() { co_yield 1; }
cppcoro::task<> iteratesQuickly() {
  for (int Each : quickLines())
    (void)Each;
  co_return;
}
// An asynchronous one is a coroutine as any other.
cppcoro::async_generator<int> packets() {
  nap(); // WARN: 'nap' blocks the thread that runs coroutine 'packets'
  co_yield 1;
}
mine::stream<int> streamByShape() {
  nap(); // WARN: 'nap' blocks
  co_yield 1;
}
cppcoro::task<> iteratesPackets() {
  auto P = packets();
  co_await P.begin();
}

// A type that no model knows.
mine::task<> unknownLibrary() {
  nap(); // WARN: 'nap' blocks the thread that runs coroutine 'unknownLibrary'
  std::ifstream File("a"); // WARN: constructing 'std::ifstream' blocks
  co_return;
}
// Fire and forget, as by many user interfaces.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Detached fireAndForget() {
  nap(); // WARN: 'nap' blocks the thread that runs coroutine 'fireAndForget'
  co_return;
}
// The return type is plain; the traits make it a coroutine.
template <> struct std::coroutine_traits<int, char> {
  using promise_type = mock::promise<int, int>;
};
int byTraits(char) {
  nap(); // WARN: 'nap' blocks the thread that runs coroutine 'byTraits'
  co_return 1;
}

// What the compiler adds to a coroutine is not the user's: the promise's own functions.
struct Chatty {
  struct promise_type {
    promise_type() { nap(); }
    Chatty get_return_object() {
      nap();
      return {};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() { nap(); }
    void unhandled_exception() { nap(); }
  };
};
Chatty promiseBlocks() { co_return; }

// What an awaiter does when it is resumed has been waited for.
struct Resumes {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const {
    nap();
    return 1;
  }
};
mine::task<int> awaits() { co_return co_await Resumes(); }
