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
class ChannelCredentials {};
std::shared_ptr<ChannelCredentials> InsecureChannelCredentials();
std::shared_ptr<Channel> CreateChannel(const std::string &target,
                                       const std::shared_ptr<ChannelCredentials> &credentials);
} // namespace grpc
struct redisContext;
extern "C" redisContext *redisConnectUnix(const char *path);
extern "C" void redisFree(redisContext *);
struct MYSQL;
extern "C" MYSQL *mysql_init(MYSQL *);
extern "C" int mysql_real_connect_start(MYSQL **, MYSQL *, const char *host, const char *user,
                                        const char *password, const char *database, unsigned port,
                                        const char *socket, unsigned long flags);
extern "C" void mysql_close(MYSQL *);
extern "C" void *zmq_socket(void *context, int type);
extern "C" int zmq_connect(void *socket, const char *address);
extern "C" int zmq_close(void *socket);
namespace sw::redis {
struct ConnectionOptions {
  std::string host;
  int port = 6379;
  void set_password(const std::string &);
};
class CoRedis {
public:
  explicit CoRedis(const ConnectionOptions &);
  ~CoRedis();
  mine::task<> set(const std::string &);
};
} // namespace sw::redis
namespace asio {
template <class Protocol, class Endpoints>
awaitable<int> async_connect(basic_socket<Protocol> &, const Endpoints &, use_awaitable_t<>);
} // namespace asio

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
  void *context;
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
    co_await call(*grpc::CreateChannel("shop:80", grpc::InsecureChannelCredentials()), row); // WARN: opens a gRPC channel
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
    co_await socket.async_connect(printer, asio::use_awaitable); // WARN: opens a socket connection for each iteration
    co_await send(socket, page);
  }
}
asio::awaitable<void> one_of(std::vector<asio::ip::tcp::socket::endpoint> printers, std::vector<std::string> pages) {
  for (auto &page : pages) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    co_await asio::async_connect(socket, printers, asio::use_awaitable); // WARN: opens a socket connection for each iteration
    co_await send(socket, page);
  }
}
// Handles of C: a result, and an argument that is not the first.
mine::task<> handles(const settings &config, std::vector<std::string> &rows) {
  for (auto &row : rows) {
    redisContext *cache = redisConnectUnix("/run/redis"); // WARN: opens a connection to Redis
    MYSQL *ret = nullptr;
    MYSQL *db = mysql_init(nullptr);
    mysql_real_connect_start(&ret, db, "shop", "me", nullptr, nullptr, 0, nullptr, 0); // WARN: opens a connection to MySQL
    void *log = zmq_socket(config.context, 3);
    zmq_connect(log, "tcp://log:5555"); // WARN: opens a ZeroMQ connection
    co_await mine::task<>();
    zmq_close(log);
    mysql_close(db);
    redisFree(cache);
  }
}
// Options that are filled in, with the same each time; before the loop it does not matter how.
mine::task<> filled_in(settings config, std::vector<std::string> &rows) {
  for (auto &row : rows) {
    sw::redis::ConnectionOptions options;
    options.host = config.database;
    options.port = 6380;
    options.set_password(config.database);
    sw::redis::CoRedis cache(options); // WARN: opens a pool of connections to Redis for each iteration
    co_await cache.set(row);
  }
}
mine::task<> filled_in_before(std::string host, std::vector<std::string> &rows) {
  sw::redis::ConnectionOptions options;
  options.host += host;
  for (auto &row : rows) {
    sw::redis::CoRedis cache(options); // WARN: opens a pool of connections to Redis for each iteration
    co_await cache.set(row);
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
  mine::task<std::string> by_way(const http_request &request) {
    std::string where = config.database;
    pqxx::connection db(where); // WARN: opens a connection to PostgreSQL for each request
    pqxx::work work(db);
    co_await store(work, "list");
    co_return "";
  }
};

// A plain one that is a member of what a coroutine makes, and the coroutine is awaited in a loop.
struct line {
  explicit line(asio::any_io_executor executor) : socket(executor) {}
  asio::awaitable<std::string> ask(std::string text);
  asio::ip::tcp::socket socket;
};
struct relay_client {
  asio::ip::tcp::socket::endpoint relay;
};
asio::awaitable<std::string> fetch_page(const relay_client &client, std::string url) {
  auto peer = std::make_unique<line>(co_await asio::this_coro::executor);
  co_await peer->socket.async_connect(client.relay, asio::use_awaitable); // WARN: coroutine 'fetch_page' opens a socket connection each time it runs, once for each iteration of a loop, always to the same place
  co_return co_await peer->ask(url);
}
asio::awaitable<void> crawl_pages(const relay_client &client, std::vector<std::string> urls) {
  std::vector<std::string> pages;
  for (const std::string &url : urls)
    pages.push_back(co_await fetch_page(client, url)); // NOTE: it runs once for each iteration of this loop
}
asio::awaitable<void> in_a_member(const relay_client &client, std::vector<std::string> urls) {
  for (const std::string &url : urls) {
    line peer(co_await asio::this_coro::executor);
    co_await peer.socket.async_connect(client.relay, asio::use_awaitable); // WARN: opens a socket connection for each iteration
    co_await peer.ask(url);
  }
}

// Found on real code: the request comes in a shared pointer, and the handler is a lambda.
struct web_request {};
using web_request_ptr = std::shared_ptr<web_request>;
struct web_server {
  template <class F> void on(const char *, F) {}
};
void routes(web_server &server) {
  server.on("/rows", [](web_request_ptr request) -> mine::task<> { // NOTE: this request is handled by one run of it
    pqxx::connection db("host=rows"); // WARN: this lambda coroutine opens a connection to PostgreSQL for each request
    pqxx::work work(db);
    co_await store(work, "x");
  });
}
