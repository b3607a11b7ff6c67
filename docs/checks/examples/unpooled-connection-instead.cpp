// SPDX-License-Identifier: Apache-2.0
// What to write instead: the last examples of docs/checks/unpooled-connection.md.
#include <asio.hpp>
#include <memory>
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

// One for the whole loop.
asio::awaitable<void> import_all(std::string database, std::vector<order> orders) {
  pqxx::connection db(database);
  for (const order &each : orders)
    co_await insert(db, each);
}

// One from a pool.
class connections {
public:
  asio::awaitable<std::unique_ptr<pqxx::connection>> borrow();
};
struct request {};
struct shop {
  connections &pool;
  asio::awaitable<std::string> list(const request &) {
    auto db = co_await pool.borrow();
    co_return co_await query(*db, "select * from orders");
  }
};
