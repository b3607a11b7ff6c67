// SPDX-License-Identifier: Apache-2.0
// What blocks in the coroutine libraries themselves: their sync-waits, loops, pools and results.
// RUN: %check %s
#include <QCoroTask>
#include <asio.hpp>
#include <async_simple/coro/Lazy.h>
#include <boost/asio.hpp>
#include <concurrencpp/concurrencpp.h>
#include <coro/task.hpp>
#include <coro/thread_pool.hpp>
#include <cotidy/runtime/task.hpp>
#include <cppcoro/io_service.hpp>
#include <cppcoro/static_thread_pool.hpp>
#include <cppcoro/sync_wait.hpp>
#include <folly/coro/BlockingWait.h>
#include <folly/executors/GlobalExecutor.h>
#include <folly/futures/Future.h>
#include <seastar/core/future.hh>
#include <stdexec/execution.hpp>
#include <unifex/task.hpp>

asio::awaitable<void> runsLoop(asio::io_context &C, asio::thread_pool &P, asio::steady_timer &T) {
  C.run(); // WARN: 'asio::io_context::run' blocks the thread that runs coroutine 'runsLoop' while it runs the handlers
  C.run_for(std::chrono::seconds(1)); // WARN: 'asio::io_context::run_for' blocks
  C.poll();
  C.stop();
  P.join(); // WARN: 'asio::thread_pool::join' blocks
  P.stop();
  T.wait(); // WARN: 'asio::basic_waitable_timer::wait' blocks
  // NOTE: 'async_wait' does the same without blocking when it is awaited
  co_await T.async_wait(asio::use_awaitable);
  asio::thread_pool Own; // WARN: the destructor of 'Own' blocks the thread that runs coroutine 'runsLoop' until the threads of the pool have ended
}
asio::awaitable<void> joinsByHand() {
  asio::thread_pool Own;
  Own.join(); // WARN: 'asio::thread_pool::join' blocks
  co_return;
}
asio::awaitable<int> resolves(asio::ip::tcp::resolver &R, asio::ip::tcp::socket &S,
                              asio::ip::tcp::acceptor &A) {
  R.resolve("example.org", "http"); // WARN: 'asio::ip::basic_resolver::resolve' blocks the thread that runs coroutine 'resolves' until the name servers have answered
  // NOTE: 'async_resolve' does the same
  S.connect({}); // WARN: 'asio::basic_stream_socket::connect' blocks
  // NOTE: 'async_connect' does the same
  A.accept(); // WARN: 'asio::basic_socket_acceptor::accept' blocks
  // NOTE: 'async_accept' does the same
  S.close();
  co_await S.async_connect({}, asio::use_awaitable);
  co_await A.async_accept(asio::use_awaitable);
  co_return co_await R.async_resolve("example.org", "http", asio::use_awaitable);
}
boost::asio::awaitable<void> boostToo(boost::asio::io_context &C, boost::asio::ip::tcp::resolver &R) {
  C.run(); // WARN: 'boost::asio::io_context::run' blocks
  R.resolve("example.org", "http"); // WARN: 'boost::asio::ip::basic_resolver::resolve' blocks
  C.poll();
  co_return;
}

folly::coro::Task<int> follyTask();
folly::coro::Task<int> follyWaits(folly::SemiFuture<int> F, folly::SemiFuture<int> G,
                                  folly::CPUThreadPoolExecutor &P) {
  folly::coro::blockingWait(follyTask()); // WARN: 'folly::coro::blockingWait' blocks
  P.join(); // WARN: 'folly::{{.*}}ThreadPoolExecutor::join' blocks
  if (G.isReady())
    co_return std::move(G).get();
  co_return std::move(F).get(); // WARN: 'folly::SemiFuture::get' blocks
}
cppcoro::task<int> cppcoroTask();
cppcoro::task<int> cppcoroWaits(cppcoro::io_service &Loop) {
  Loop.process_events(); // WARN: 'cppcoro::io_service::process_events' blocks
  co_await cppcoroTask();
  co_return cppcoro::sync_wait(cppcoroTask()); // WARN: 'cppcoro::sync_wait' blocks
}
coro::task<int> coroTask();
coro::task<int> coroWaits(coro::thread_pool &Pool) {
  Pool.shutdown(); // WARN: 'coro::thread_pool::shutdown' blocks
  co_await coroTask();
  co_return coro::sync_wait(coroTask()); // WARN: 'coro::sync_wait' blocks
}
cotidy::rt::task<int> runtimeTask();
cotidy::rt::task<int> runtimeWaits() {
  auto Handle = cotidy::rt::spawn(runtimeTask());
  co_await Handle;
  co_return cotidy::rt::run(runtimeTask()); // WARN: 'cotidy::rt::run' blocks
}
QCoro::Task<int> qcoroTask();
QCoro::Task<int> qcoroWaits() {
  co_await qcoroTask();
  co_return QCoro::waitFor(qcoroTask()); // WARN: 'QCoro::waitFor' blocks
}
namespace Qt {
enum Key {};
}
class QProcess {
public:
  bool waitForStarted(int Milliseconds = 30000);
  bool waitForFinished(int Milliseconds = 30000);
};
namespace QCoro::detail {
class QCoroProcess {
public:
  Task<bool> waitForStarted();
  Task<bool> waitForFinished();
};
} // namespace QCoro::detail
QCoro::Task<int> qcoroProcess(QProcess &P) {
  P.waitForStarted(); // WARN: 'QProcess::waitForStarted' blocks the thread that runs coroutine 'qcoroProcess' until the process has started
  // NOTE: QCoro has 'QCoro::detail::QCoroProcess::waitForStarted'
  P.waitForFinished(); // WARN: 'QProcess::waitForFinished' blocks
  // NOTE: QCoro has 'QCoro::detail::QCoroProcess::waitForFinished'
  P.waitForFinished(0);
  co_return co_await qcoroTask();
}
async_simple::coro::Lazy<int> lazyTask();
async_simple::coro::Lazy<int> lazyWaits() {
  co_await lazyTask();
  co_return async_simple::coro::syncAwait(lazyTask()); // WARN: 'async_simple::coro::syncAwait' blocks
}
concurrencpp::result<int> resultTask();
concurrencpp::result<int> resultWaits(concurrencpp::result<int> Ready, concurrencpp::manual_executor &E) {
  E.loop(10); // WARN: 'concurrencpp::manual_executor::loop' blocks
  if (Ready.status() == concurrencpp::result_status::value)
    co_return Ready.get();
  auto R = resultTask();
  co_return R.get(); // WARN: 'concurrencpp::result::get' blocks
}
// Function objects go by the names of their variables.
unifex::task<int> unifexWaits() {
  co_return unifex::sync_wait(unifexWaits()); // WARN: 'unifex::sync_wait' blocks
}
exec::task<int> execWaits(stdexec::run_loop &Loop) {
  Loop.run(); // WARN: 'stdexec::run_loop::run' blocks
  co_return stdexec::sync_wait(execWaits(Loop)); // WARN: 'stdexec::sync_wait' blocks
}
// In Seastar get() waits only in a thread of its own; of a coroutine it may end the program.
seastar::future<int> seastarFuture();
seastar::future<int> seastarGets() {
  auto F = seastarFuture();
  F.get();
  co_return co_await seastarFuture();
}

// A name of the library is not followed into its code, and a user's namesake is no library.
namespace mine {
struct io_context {
  void run() {}
};
template <class T> int sync_wait(T &&) { return 1; }
} // namespace mine
asio::awaitable<int> namesakes(mine::io_context &C) {
  C.run();
  co_return mine::sync_wait(namesakes(C));
}
