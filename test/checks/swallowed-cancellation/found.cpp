// SPDX-License-Identifier: Apache-2.0
// Found in public code: what looked like a dropped cancellation, and the one next to it that is one.
// RUN: %tidy -checks='-*,coro-swallowed-cancellation' %s -- -std=c++20 -Wno-everything \
// RUN:   -nostdlibinc -isystem %inputs/std -isystem %inputs/libs -I%S/Inputs \
// RUN:   | FileCheck %s --implicit-check-not='warning:' --implicit-check-not=': error:'
#include "errors.h"

asio::awaitable<int> work(int n = 0);
void expect(bool);

// A server for backups: its handler ends the connection, and with it the loop.
class backup {
  enum class state { none, synced } now = state::none;
  int queue[8];
  void closeConnect();
  void closed() const;
  struct set {
    bool contains(int) const;
    void erase(int);
  } open;

  // Naive: caught in a loop, which goes around. But the handler can change what the loop asks.
  asio::awaitable<void> endsByACall() {
    while (now != state::none)
      try {
        co_await work();
      } catch (const std::exception &) {
        closeConnect();
      }
  }
  // Naive: as above. But it erases what the loop looks for.
  asio::awaitable<void> endsByItsObject(int id) {
    while (open.contains(id))
      try {
        co_await work();
      } catch (const std::exception &) {
        open.erase(id);
      }
  }
  // What only reads cannot end the loop.
  asio::awaitable<void> onlyReads() {
    while (now != state::none)
      try {
        co_await work();
        // CHECK: :[[@LINE+1]]:9: warning: {{.*}} 'backup::onlyReads' and the loop goes around again
      } catch (const std::exception &) {
        closed();
      }
  }
  // What is changed is not what the loop asks.
  asio::awaitable<void> changesAnother(int left) {
    while (left > 0)
      try {
        co_await work();
        // CHECK: :[[@LINE+1]]:9: warning: {{.*}} 'backup::changesAnother' and the loop goes around again
      } catch (const std::exception &) {
        closeConnect();
      }
  }
  // Naive: the result of a cancellation is looked at and the loop goes around. But it ends.
  coro::task<int> polls(int id) {
    while (open.contains(id)) {
      auto status = co_await coro::poll();
      if (status != coro::poll_status::read)
        open.erase(id);
    }
    co_return 0;
  }
};

// Naive: all cases lead back to the loop. But the one for the cancellation has its own answer.
void drop(int);
coro::task<int> actsOnIt(int fd) {
  for (;;) {
    auto status = co_await coro::poll();
    switch (status) {
    case coro::poll_status::cancelled:
      drop(fd);
      break;
    default:
      log("again");
    }
  }
}
coro::task<int> onlyTells(int fd) {
  for (;;) {
    auto status = co_await coro::poll();
    // CHECK: :[[@LINE+1]]:13: warning: a cancellation in 'status'
    switch (status) {
    case coro::poll_status::cancelled:
      log("cancelled");
      break;
    default:
      drop(fd);
    }
  }
}

// Naive: a handler for everything in a loop. But nobody can cancel this poll: it was given no token.
namespace coro {
struct poll_stop_token {};
template <class T> struct maybe {
  maybe();
  maybe(T);
};
struct scheduler {
  task<poll_status> poll(int fd, maybe<poll_stop_token> stop = {});
};
struct server {
  task<poll_status> poll();
  void shutdown();
};
} // namespace coro
coro::task<int> withoutAToken(coro::scheduler &s, int fd) {
  for (;;) {
    auto status = co_await s.poll(fd);
    if (status == coro::poll_status::read)
      drop(fd);
  }
}
coro::task<int> withAToken(coro::scheduler &s, int fd, coro::poll_stop_token stop) {
  for (;;) {
    auto status = co_await s.poll(fd, stop);
    // CHECK: :[[@LINE+1]]:9: warning: a cancellation in 'status'
    if (status == coro::poll_status::read)
      drop(fd);
  }
}
// Naive: as above. But the server is the coroutine's own, so that nobody else can shut it down.
coro::task<int> ownServer() {
  coro::server server;
  for (;;) {
    auto status = co_await server.poll();
    if (status == coro::poll_status::read)
      drop(1);
  }
}
void keep(coro::server &);
coro::task<int> sharedServer() {
  coro::server server;
  keep(server);
  for (;;) {
    auto status = co_await server.poll();
    // CHECK: :[[@LINE+1]]:9: warning: a cancellation in 'status'
    if (status == coro::poll_status::read)
      drop(1);
  }
}

// Naive: the error is dropped. But the object keeps it, as a promise does.
template <class T> struct outcome {
  void unhandled_exception() noexcept;
  T value;
};
template <class T> asio::awaitable<void> keepsIt(outcome<T> &into) {
  try {
    into.value = co_await work();
  } catch (...) {
    into.unhandled_exception();
  }
  co_await work(1);
}

// Naive: the error is compared and nothing follows. But that it is the cancellation is the point.
#define CHECK_THAT(WHAT) expect(WHAT)
asio::awaitable<int> expectsIt() {
  try {
    co_await work();
  } catch (asio::system_error &e) {
    CHECK_THAT(e.code() == asio::error::operation_aborted);
  }
  co_return 0;
}
asio::awaitable<int> expectsAnother() {
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'expectsAnother', which ends
  } catch (asio::system_error &e) {
    CHECK_THAT(e.code() == asio::error::eof);
  }
  co_return 0;
}

// Naive: it ends normally. But as far as this file tells, nobody awaits it: it is
// spawned in another.
struct session {
  static asio::awaitable<void> run(session *self);
};
asio::awaitable<void> session::run(session *self) {
  try {
    for (;;)
      co_await work();
  } catch (const std::exception &e) {
    log(e.what());
  }
}
// Naive: as above. But a server starts it for each client.
asio::awaitable<void> serve(int client) {
  try {
    for (;;)
      co_await work(client);
  } catch (const std::exception &e) {
    log(e.what());
  }
}
void startServer(asio::awaitable<void> (*)(int));
void start() { startServer(serve); }
// Who awaits it takes a cancellation for success.
asio::awaitable<void> step() {
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'step', which ends
  } catch (const std::exception &e) {
    log(e.what());
  }
}
asio::awaitable<void> all() {
  co_await step();
  co_await work();
}

// It goes on, and the next await outside of the handler's try block is where it can still end.
asio::awaitable<void> pause();
asio::awaitable<void> triesAgain() {
  for (;;) {
    try {
      co_await work();
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'triesAgain', which goes on as if nothing had happened
    } catch (const std::exception &e) {
      log(e.what());
    }
    // CHECK: :[[@LINE+1]]:5: note: it goes on here
    co_await pause();
  }
}

// Naive: an order goes on after its error. But the one who waits for it is told, in a message.
struct message {
  const char *error;
  void set_error(const char *);
};
asio::awaitable<void> send(message);
asio::awaitable<void> answers() {
  message reply;
  try {
    co_await work();
  } catch (const std::exception &e) {
    log(e.what());
    reply.set_error(e.what());
  }
  co_await send(reply);
}
asio::awaitable<void> answersByField() {
  for (;;) {
    message reply;
    try {
      co_await work();
    } catch (const std::exception &e) {
      reply.error = e.what();
    }
    co_await send(reply);
  }
}
// Who only reads of it in a log is not told.
asio::awaitable<void> onlyLogged() {
  message reply;
  try {
    co_await work();
    // CHECK: :[[@LINE+1]]:5: warning: {{.*}} 'onlyLogged', which goes on
  } catch (const std::exception &e) {
    reply.error = e.what();
  }
  log(reply.error);
  co_await work(1);
}

// Naive: an error leads around the loop again. But it ends by itself, after the last address.
struct addresses {
  int *begin();
  int *end();
};
asio::awaitable<bool> tryEach(asio::line_reader &r, addresses all) {
  asio::error_code ec;
  for (int each : all) {
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    if (!ec)
      break;
  }
  co_return !ec;
}
// By an exception it is reported, but not as one that never ends.
asio::awaitable<void> sendToEach(addresses all) {
  for (int each : all)
    try {
      co_await work(each);
      // CHECK: :[[@LINE+1]]:7: warning: {{.*}} 'sendToEach', which goes on
    } catch (const std::exception &e) {
      log(e.what());
    }
}
// Naive: an error leads around the loop again. But on the way it is given to a function that acts.
struct socket {
  void close(asio::error_code &);
};
asio::awaitable<void> closesWithIt(asio::line_reader &r, socket &s) {
  asio::error_code ec;
  while (true) {
    s.close(ec);
    co_await r.async_line(asio::redirect_error(asio::use_awaitable, ec));
    if (!ec)
      break;
  }
}

// Naive: told apart, and then a value from the try block is used. But a sum keeps what it has.
asio::awaitable<int> countsUntilCancelled() {
  int total = 0;
  try {
    for (;;)
      total += co_await work();
  } catch (asio::system_error &e) {
    if (e.code() == asio::error::operation_aborted)
      ;
    else
      throw;
  }
  co_return total;
}
// Naive: one way with the error leads around the loop. But first the state of cancellation is asked.
asio::awaitable<void> asksItsState(asio::line_reader &r, asio::cancellation_state &state) {
  for (;;) {
    auto [ec, n] = co_await r.async_line(asio::as_tuple(asio::use_awaitable));
    if (!ec)
      log("line");
    if (state.cancelled() == asio::cancellation_type::total) {
      log("and on");
      continue;
    } else if (ec || state.cancelled() != asio::cancellation_type::none) {
      break;
    }
  }
}
