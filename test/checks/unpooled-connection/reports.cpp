// SPDX-License-Identifier: Apache-2.0
// Connections to one place that are opened for each iteration, each run, or each request.
// RUN: %check --check=coro-unpooled-connection %s
#include <asio.hpp>
#include <memory>
#include <mine/task.hpp>
#include <string>
#include <utility>
#include <vector>

struct PGconn;
extern "C" PGconn *PQconnectdb(const char *);
extern "C" void PQfinish(PGconn *);
extern "C" void PQexec(PGconn *, const char *);
namespace pqxx {
class connection {
public:
  explicit connection(const std::string &);
  ~connection();
};
class work {
public:
  explicit work(connection &);
};
} // namespace pqxx
namespace boost::mysql {
struct connect_params {};
class connection_pool {};
class any_connection {
public:
  explicit any_connection(asio::any_io_executor);
  mine::task<> async_connect(const connect_params &);
  mine::task<> async_execute(const std::string &);
};
} // namespace boost::mysql
namespace grpc {
class Channel {};
std::shared_ptr<Channel> CreateChannel(const std::string &target, int credentials);
} // namespace grpc

mine::task<> store(pqxx::work &, const std::string &);
mine::task<> send(asio::ip::tcp::socket &, const std::string &);
mine::task<> call(grpc::Channel &, const std::string &);
class queue {
public:
  mine::task<std::string> pop();
  bool closed() const;
};
struct settings {
  std::string database;
  const std::string &where() const;
};

// In a loop over work.
mine::task<> each(const settings &config, std::vector<std::string> &rows) {
  for (auto &row : rows) { // NOTE: open it before this loop, or take it from a pool
    pqxx::connection db(config.database); // WARN: coroutine 'each' opens a connection to PostgreSQL for each iteration of this loop, always to the same place: each time it waits until that is done before its work begins
    pqxx::work work(db);
    co_await store(work, row);
  }
}
mine::task<> counted(std::vector<std::string> &rows) {
  for (int i = 0; i < 10; ++i) {
    PGconn *db = PQconnectdb("dbname=shop"); // WARN: opens a connection to PostgreSQL
    PQexec(db, "select 1");
    co_await mine::task<>();
    PQfinish(db);
  }
}
mine::task<> pointed(settings config, std::vector<std::string> &rows) {
  for (auto &row : rows) {
    auto db = std::make_unique<pqxx::connection>(config.where()); // WARN: opens a connection to PostgreSQL
    pqxx::work work(*db);
    co_await store(work, row);
  }
}
// Where to is made anew in each iteration, of the same.
mine::task<> made(asio::any_io_executor executor, std::vector<std::string> &rows) {
  for (auto &row : rows) {
    boost::mysql::connect_params params;
    boost::mysql::any_connection db(executor);
    co_await db.async_connect(params); // WARN: opens a connection to MySQL // NOTE: 'boost::mysql::connection_pool' keeps connections open and lends them
    co_await db.async_execute(row);
  }
}
// Without a variable.
mine::task<> temporary(std::vector<std::string> &rows) {
  for (auto &row : rows)
    co_await call(*grpc::CreateChannel("shop:80", 0), row); // WARN: opens a gRPC channel
}
// One piece of work after the other, as long as there is some.
mine::task<> worker(queue &jobs, settings config) {
  while (!jobs.closed()) {
    std::string job = co_await jobs.pop();
    pqxx::connection db(config.database); // WARN: opens a connection to PostgreSQL for each iteration of this loop
    pqxx::work work(db);
    co_await store(work, job);
  }
}
// A plain connection, to the same place for each of a list.
asio::awaitable<void> plain(asio::ip::tcp::socket::endpoint printer, std::vector<std::string> pages) {
  for (auto &page : pages) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(printer, asio::use_awaitable); // WARN: opens a TCP connection for each iteration
    co_await send(socket, page);
  }
}
// Each run, where the loop is somewhere else.
mine::task<> save(const settings &config, const std::string &row) {
  pqxx::connection db(config.database); // WARN: opens a connection to PostgreSQL each time it runs, once for each iteration of a loop
  pqxx::work work(db);
  co_await store(work, row);
}
mine::task<> save_all(settings config, std::vector<std::string> rows) {
  for (auto &row : rows)
    co_await save(config, row); // NOTE: it runs once for each iteration of this loop: open it before the loop and pass it on, or take it from a pool
}
// Each request.
struct http_request {};
struct shop {
  settings config;
  mine::task<std::string> list(const http_request &request) { // NOTE: this request is handled by one run of it: keep the connection between requests, or take it from a pool
    pqxx::connection db(config.database); // WARN: opens a connection to PostgreSQL for each request
    pqxx::work work(db);
    co_await store(work, "list");
    co_return "";
  }
};
