// SPDX-License-Identifier: Apache-2.0
// The option ReportDetached: coroutines that can throw where nobody sees it.
// ALL SILENT
// RUN: %check --check=coro-dropped-task %s
// RUN: %check --check=coro-dropped-task --mode=on %s \
// RUN:   --option=coro-dropped-task.ReportDetached=true
#include <asio.hpp>

asio::awaitable<void> step();
asio::awaitable<void> unseen();
asio::awaitable<void> session() {
  co_await step(); // NOTE(on): this can throw, and no handler takes everything
}
void log() noexcept;
void complain();
asio::awaitable<void> careful() {
  try {
    co_await step();
  } catch (...) {
    log();
  }
}
asio::awaitable<void> noisy() {
  try {
    co_await step();
  } catch (...) {
    complain();
  }
}
asio::awaitable<void> quiet() {
  log();
  co_return;
}
void start(asio::io_context &io) {
  asio::co_spawn(io, session(), asio::detached); // WARN(on): 'session' is started where nobody is told how it ends: an error that it throws is lost, or ends the program
  asio::co_spawn(io, []() -> asio::awaitable<void> { co_await step(); }, asio::detached); // WARN(on): this lambda is started
  asio::co_spawn(io, careful(), asio::detached);
  asio::co_spawn(io, noisy(), asio::detached);
  asio::co_spawn(io, quiet(), asio::detached);
  asio::co_spawn(io, unseen(), asio::detached);
}
asio::awaitable<void> nested(asio::io_context &io) {
  asio::co_spawn(io, session(), asio::detached); // WARN(on): 'session' is started
  co_await session();
}
