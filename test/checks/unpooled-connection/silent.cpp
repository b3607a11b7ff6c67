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
namespace sw::redis {
struct ConnectionOptions {
  std::string host;
  int port = 6379;
  void set_host(const std::string &);
};
class CoRedis {
public:
  explicit CoRedis(const ConnectionOptions &);
  ~CoRedis();
  mine::task<> set(const std::string &);
};
} // namespace sw::redis
namespace asio {
struct udp;
template <class Protocol> class basic_datagram_socket : public basic_socket<Protocol> {
public:
  explicit basic_datagram_socket(any_io_executor);
};
template <class Protocol, class Endpoints>
awaitable<int> async_connect(basic_socket<Protocol> &, const Endpoints &, use_awaitable_t<>);
} // namespace asio
namespace zmq {
struct context_t;
namespace detail {
class socket_base {
public:
  void connect(const std::string &);
};
} // namespace detail
class socket_ref : public detail::socket_base {};
} // namespace zmq
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
mine::task<> fetch_by_way(const request &what) {
  const std::string &where = what.host;
  std::string host = where;
  pqxx::connection db(host);
  pqxx::work work(db);
  co_await store(work, "x");
}
mine::task<> fetch_by_options(const request &what) {
  sw::redis::ConnectionOptions options;
  options.host = what.host;
  sw::redis::CoRedis cache(options);
  co_await cache.set("x");
}
// Options that are filled in with something else each time, or by who knows what.
mine::task<> filled_in(settings config) {
  for (auto &shard : config.shards) {
    sw::redis::ConnectionOptions options;
    options.host = shard;
    sw::redis::CoRedis cache(options);
    co_await cache.set("x");
  }
}
mine::task<> filled_in_again(settings config) {
  sw::redis::ConnectionOptions options;
  for (auto &shard : config.shards) {
    options.set_host(shard);
    sw::redis::CoRedis cache(options);
    co_await cache.set("x");
  }
}
mine::task<> added_to(settings config, std::vector<std::string> &rows) {
  std::string where = "shard";
  for (auto &row : rows) {
    where += "x";
    pqxx::connection db(where);
    pqxx::work work(db);
    co_await store(work, row);
  }
}
void next_server(sw::redis::ConnectionOptions &);
mine::task<> chosen_by_options(std::vector<std::string> &rows) {
  sw::redis::ConnectionOptions options;
  for (auto &row : rows) {
    next_server(options);
    sw::redis::CoRedis cache(options);
    co_await cache.set(row);
  }
}
// Nothing is opened: a datagram socket, and somebody else's socket.
mine::task<> send_datagram(asio::basic_socket<asio::udp> &, const std::string &);
asio::awaitable<void> datagrams(asio::basic_socket<asio::udp>::endpoint log, std::vector<std::string> lines) {
  std::vector<asio::basic_socket<asio::udp>::endpoint> logs{log};
  for (auto &line : lines) {
    asio::basic_datagram_socket<asio::udp> socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(log, asio::use_awaitable);
    co_await asio::async_connect(socket, logs, asio::use_awaitable);
    co_await send_datagram(socket, line);
  }
}
mine::task<> borrowed(zmq::socket_ref shared, std::vector<std::string> rows) {
  for (auto &row : rows) {
    zmq::socket_ref socket = shared;
    socket.connect("tcp://log:5555");
    co_await mine::task<>();
  }
}
int main() { program(); }

// Plain ones: to another peer each time, many at once, one that somebody else has, and until it works.
struct line {
  explicit line(asio::any_io_executor executor) : socket(executor) {}
  asio::awaitable<std::string> ask(std::string text);
  asio::ip::tcp::socket socket;
};
std::unique_ptr<line> from_pool();
asio::awaitable<void> ask_peer(asio::ip::tcp::socket::endpoint peer) {
  line to(co_await asio::this_coro::executor);
  co_await to.socket.async_connect(peer, asio::use_awaitable);
  co_await to.ask("x");
}
asio::awaitable<void> ask_each(std::vector<asio::ip::tcp::socket::endpoint> peers) {
  for (auto peer : peers)
    co_await ask_peer(peer);
}
asio::awaitable<void> load(asio::ip::tcp::socket::endpoint target) {
  line to(co_await asio::this_coro::executor);
  co_await to.socket.async_connect(target, asio::use_awaitable);
  co_await to.ask("x");
}
asio::awaitable<void> load_with(asio::ip::tcp::socket::endpoint target, std::vector<int> &clients) {
  for (int each : clients)
    asio::co_spawn(co_await asio::this_coro::executor, load(target), asio::detached);
}
asio::awaitable<void> taken(asio::ip::tcp::socket::endpoint target, std::vector<std::string> urls) {
  for (auto &url : urls) {
    auto peer = from_pool();
    co_await peer->socket.async_connect(target, asio::use_awaitable);
    co_await peer->ask(url);
  }
}
asio::awaitable<bool> tried(asio::ip::tcp::socket::endpoint target) {
  line to(co_await asio::this_coro::executor);
  co_await to.socket.async_connect(target, asio::use_awaitable);
  co_return (co_await to.ask("x")).empty();
}
asio::awaitable<void> until_it_works(asio::ip::tcp::socket::endpoint target) {
  while (!co_await tried(target))
    ;
}
