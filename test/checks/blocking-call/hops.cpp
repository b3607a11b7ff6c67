// SPDX-License-Identifier: Apache-2.0
// Coroutines that move to a pool and back, library by library.
// RUN: %check %s
#include <QCoroTask>
#include <asio.hpp>
#include <async_simple/coro/Lazy.h>
#include <concurrencpp/concurrencpp.h>
#include <coro/io_scheduler.hpp>
#include <coro/scheduler.hpp>
#include <coro/thread_pool.hpp>
#include <cppcoro/io_service.hpp>
#include <cppcoro/schedule_on.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <fstream>
#include <stdexec/execution.hpp>
#include <unifex/task.hpp>

int slow() {
  std::ifstream File("/etc/hostname");
  return 1;
}
template <class Task> Task other();

// cppcoro: to the pool, and back to the loop.
cppcoro::task<> moves(cppcoro::static_thread_pool &Pool, cppcoro::io_service &Loop) {
  slow(); // WARN: 'slow' blocks
  co_await Pool.schedule();
  slow();
  co_await other<cppcoro::task<>>();
  slow();
  co_await Loop.schedule();
  slow(); // WARN: 'slow' blocks
}
// In one branch only: it may have moved, doubt silences.
cppcoro::task<> inOneBranch(cppcoro::static_thread_pool &Pool, bool B) {
  if (B) {
    co_await Pool.schedule();
    slow();
  } else {
    slow(); // WARN: 'slow' blocks
  }
  slow();
}
// The branch leaves, so that what follows has not moved.
cppcoro::task<> branchLeaves(cppcoro::static_thread_pool &Pool, bool B) {
  if (B) {
    co_await Pool.schedule();
    slow();
    co_return;
  }
  slow(); // WARN: 'slow' blocks
}
// Around a loop, the hop at its end comes before its beginning.
cppcoro::task<> inLoop(cppcoro::static_thread_pool &Pool, cppcoro::io_service &Loop) {
  slow(); // WARN: 'slow' blocks
  for (int I = 0; I < 3; ++I) {
    slow();
    co_await Pool.schedule();
  }
  co_await Loop.schedule();
  for (int I = 0; I < 3; ++I) {
    slow(); // WARN: 'slow' blocks
    co_await Pool.schedule();
    slow();
    co_await Loop.schedule();
  }
}
// A handler can be entered from before the hop and from after it.
cppcoro::task<> inHandler(cppcoro::static_thread_pool &Pool) {
  try {
    co_await other<cppcoro::task<>>();
    co_await Pool.schedule();
    co_await other<cppcoro::task<>>();
  } catch (...) {
    slow();
  }
}
cppcoro::task<> handlerWithoutHop(cppcoro::static_thread_pool &Pool) {
  try {
    co_await other<cppcoro::task<>>();
  } catch (...) {
    slow(); // WARN: 'slow' blocks
  }
  co_await Pool.schedule();
  slow();
}
// Not awaited: made, but nobody moved.
cppcoro::task<> notAwaited(cppcoro::static_thread_pool &Pool) {
  auto Later = Pool.schedule();
  slow(); // WARN: 'slow' blocks
  co_await Later;
}
// A lambda coroutine has not moved because its surroundings did.
cppcoro::task<> lambdaInside(cppcoro::static_thread_pool &Pool) {
  co_await Pool.schedule();
  auto Inner = []() -> cppcoro::task<> {
    slow(); // WARN: 'slow' blocks the thread that runs this lambda coroutine
    co_return;
  };
  co_await Inner();
}
// In the operand and in the initialiser the hop has not happened yet.
cppcoro::task<> inOperand(cppcoro::static_thread_pool &Pool) {
  (slow(), co_await Pool.schedule()); // WARN: 'slow' blocks
  (co_await Pool.schedule(), slow());
}
// Default arguments run where the call is.
int takes(int = slow()) { return 1; }
cppcoro::task<> defaultArgument(cppcoro::static_thread_pool &Pool) {
  takes(); // WARN: 'slow' blocks
  co_await Pool.schedule();
  takes();
}
// Constructors and destructors follow the same rule.
cppcoro::task<> objects(cppcoro::static_thread_pool &Pool) {
  std::ifstream Before("a"); // WARN: constructing 'std::ifstream' blocks
  co_await Pool.schedule();
  std::ifstream After("a");
}

// libcoro: also the scheduler by its old and new name.
coro::task<> libcoro(coro::thread_pool &Pool, coro::scheduler &New, coro::io_scheduler &Old) {
  co_await New.schedule();
  slow(); // WARN: 'slow' blocks
  co_await Pool.schedule();
  slow();
  co_await Old.schedule();
  slow(); // WARN: 'slow' blocks
  co_await Pool.schedule();
  slow();
  co_await New.yield_for(std::chrono::seconds(1));
  slow(); // WARN: 'slow' blocks
}

// Asio: a plain post to a pool comes back at once; a bound executor lasts until the next await.
asio::awaitable<void> plainPost(asio::thread_pool &Pool) {
  co_await asio::post(Pool, asio::use_awaitable);
  slow(); // WARN: 'slow' blocks
}
asio::awaitable<void> boundExecutor(asio::thread_pool &Pool, asio::io_context &Context) {
  co_await asio::post(asio::bind_executor(Pool.get_executor(), asio::use_awaitable));
  slow();
  slow();
  co_await other<asio::awaitable<void>>();
  slow(); // WARN: 'slow' blocks
  co_await asio::dispatch(asio::bind_executor(Pool.get_executor(), asio::use_awaitable));
  slow();
  // This one is always ready, and does not bring the coroutine back.
  co_await asio::this_coro::executor;
  slow();
}

// concurrencpp, QCoro, async_simple, unifex, exec.
concurrencpp::result<int> concurrencppMoves(concurrencpp::thread_pool_executor &Pool,
                                            concurrencpp::manual_executor &Loop) {
  co_await concurrencpp::resume_on(Pool);
  slow();
  co_await concurrencpp::resume_on(Loop);
  co_return slow(); // WARN: 'slow' blocks
}
QCoro::Task<> qcoro(void *Thread) {
  slow(); // WARN: 'slow' blocks
  co_await QCoro::moveToThread(Thread);
  slow();
}
async_simple::coro::Lazy<> asyncSimple(async_simple::Executor *E) {
  slow(); // WARN: 'slow' blocks
  co_await async_simple::coro::dispatch(E);
  slow();
}
unifex::task<> unifexMoves(unifex::static_thread_pool &Pool,
                           unifex::timed_single_thread_context &Timer) {
  co_await unifex::schedule(Timer.get_scheduler());
  slow(); // WARN: 'slow' blocks
  co_await unifex::schedule(Pool.get_scheduler());
  slow();
}
exec::task<void> execMoves(exec::static_thread_pool &Pool) {
  slow(); // WARN: 'slow' blocks
  co_await exec::reschedule_coroutine_on(Pool.get_scheduler());
  slow();
}
