// SPDX-License-Identifier: Apache-2.0
// ALL SILENT: connections that are kept, lead elsewhere, are tried again, or belong to a session.
// RUN: %check --check=coro-unpooled-connection %s
#include <asio.hpp>
#include <exception>
#include <memory>
#include <mine/task.hpp>
#include <string>
#include <utility>
#include <vector>

struct PGconn;
extern "C" PGconn *PQconnectdb(const char *);
extern "C" void PQfinish(PGconn *);
namespace pqxx {
class connection {
public:
  explicit connection(const std::string &);
  connection(connection &&);
  ~connection();
};
class work {
public:
  explicit work(connection &);
};
} // namespace pqxx
mine::task<> store(pqxx::work &, const std::string &);
mine::task<> sleep_for(int);
mine::task<bool> listens(pqxx::connection &);
mine::task<> relay(asio::ip::tcp::socket, asio::ip::tcp::socket);
mine::task<> send(asio::ip::tcp::socket &, const std::string &);
mine::task<asio::ip::tcp::socket> accept();
void keep(PGconn *);
void keep(std::shared_ptr<pqxx::connection>);
struct settings {
  std::string database;
  std::vector<std::string> shards;
};

// Before the loop.
mine::task<> before(settings config, std::vector<std::string> &rows) {
  pqxx::connection db(config.database);
  for (auto &row : rows) {
    pqxx::work work(db);
    co_await store(work, row);
  }
}
// Somewhere else each time.
mine::task<> shards(settings config) {
  for (auto &shard : config.shards) {
    pqxx::connection db(shard);
    pqxx::work work(db);
    co_await store(work, "x");
  }
}
mine::task<> numbered(settings config) {
  for (unsigned i = 0; i < config.shards.size(); ++i) {
    const std::string &where = config.shards[i];
    pqxx::connection db(where);
    pqxx::work work(db);
    co_await store(work, "x");
  }
}
std::string next_server();
mine::task<> chosen(std::vector<std::string> &rows) {
  for (auto &row : rows) {
    pqxx::connection db(next_server());
    pqxx::work work(db);
    co_await store(work, row);
  }
}
// Kept: that is how a pool is made.
mine::task<> filled(settings config) {
  std::vector<pqxx::connection> pool;
  for (int i = 0; i < 10; ++i) {
    pqxx::connection db(config.database);
    pqxx::work work(db);
    co_await store(work, "set time zone utc");
    pool.push_back(std::move(db));
  }
}
mine::task<> handed_on() {
  for (int i = 0; i < 10; ++i) {
    PGconn *db = PQconnectdb("dbname=shop");
    co_await mine::task<>();
    keep(db);
  }
}
mine::task<> shared() {
  for (int i = 0; i < 10; ++i) {
    auto db = std::make_shared<pqxx::connection>("dbname=shop");
    co_await mine::task<>();
    keep(db);
  }
}
// Tried again, with and without a pause.
mine::task<> reconnects(settings config) {
  for (;;) {
    pqxx::connection db(config.database);
    while (co_await listens(db))
      ;
    co_await sleep_for(5);
  }
}
mine::task<> reconnects_at_once(settings config) {
  while (true) {
    pqxx::connection db(config.database);
    while (co_await listens(db))
      ;
  }
}
mine::task<> retries(settings config) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    try {
      pqxx::connection db(config.database);
      pqxx::work work(db);
      co_await store(work, "x");
      co_return;
    } catch (const std::exception &) {
    }
  }
}
mine::task<> retries_until_it_works(settings config) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    pqxx::connection db(config.database);
    if (co_await listens(db))
      break;
  }
}
mine::task<> polls(settings config) {
  for (int i = 0; i < 100; ++i) {
    pqxx::connection db(config.database);
    co_await listens(db);
    co_await sleep_for(60);
  }
}
// One connection to the backend for each session of a proxy.
asio::awaitable<void> proxy(asio::ip::tcp::socket::endpoint backend) {
  for (;;) {
    asio::ip::tcp::socket client = co_await accept();
    asio::ip::tcp::socket upstream(co_await asio::this_coro::executor);
    co_await upstream.async_connect(backend, asio::use_awaitable);
    co_await relay(std::move(client), std::move(upstream));
  }
}
asio::awaitable<void> session(asio::ip::tcp::socket client, asio::ip::tcp::socket::endpoint backend) {
  asio::ip::tcp::socket upstream(co_await asio::this_coro::executor);
  co_await upstream.async_connect(backend, asio::use_awaitable);
  co_await send(upstream, "x");
}
asio::awaitable<void> listener(asio::ip::tcp::socket::endpoint backend) {
  for (;;) {
    auto client = co_await accept();
    asio::co_spawn(co_await asio::this_coro::executor, session(std::move(client), backend), asio::detached);
  }
}
// How often it runs cannot be told; or it is once.
mine::task<> unknown(settings config) {
  pqxx::connection db(config.database);
  pqxx::work work(db);
  co_await store(work, "x");
}
mine::task<> once(settings config) {
  pqxx::connection db(config.database);
  pqxx::work work(db);
  co_await store(work, "x");
}
mine::task<> program() { co_await once({}); }
// In a loop, but somewhere else each time.
mine::task<> to(std::string where) {
  pqxx::connection db(where);
  pqxx::work work(db);
  co_await store(work, "x");
}
mine::task<> to_all(settings config) {
  for (auto &shard : config.shards)
    co_await to(shard);
}
// A request that says where to.
struct request {
  std::string host;
};
mine::task<> fetch(const request &what) {
  pqxx::connection db(what.host);
  pqxx::work work(db);
  co_await store(work, "x");
}
int main() { program(); }
