// SPDX-License-Identifier: Apache-2.0
// What coro-unpooled-connection reports: the first examples of docs/checks/unpooled-connection.md.
#include <asio.hpp>
#include <string>
#include <vector>

// What is used of libpqxx.
namespace pqxx {
class connection {
public:
  explicit connection(const std::string &options);
  ~connection();
};
} // namespace pqxx
struct order {};
asio::awaitable<void> insert(pqxx::connection &, const order &);
asio::awaitable<std::string> query(pqxx::connection &, const char *);

// For each iteration of a loop.
asio::awaitable<void> import_all(std::string database, std::vector<order> orders) {
  for (const order &each : orders) {
    pqxx::connection db(database); // reported
    co_await insert(db, each);
  }
}

// For each run of a coroutine that a loop runs.
asio::awaitable<void> import_one(const std::string &database, const order &what) {
  pqxx::connection db(database); // reported
  co_await insert(db, what);
}
asio::awaitable<void> import_each(std::string database, std::vector<order> orders) {
  for (const order &each : orders)
    co_await import_one(database, each);
}

// For each request.
struct request {};
struct shop {
  std::string database;
  asio::awaitable<std::string> list(const request &) {
    pqxx::connection db(database); // reported
    co_return co_await query(db, "select * from orders");
  }
};
