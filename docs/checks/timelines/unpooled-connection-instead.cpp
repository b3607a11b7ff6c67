// SPDX-License-Identifier: Apache-2.0
// The same program with one connection for the whole loop.
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "cotidy/runtime/gather.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

// In place of libpqxx: to connect blocks until the server has answered.
namespace pqxx {
class connection {
public:
  explicit connection(const std::string &) { std::this_thread::sleep_for(40ms); }
};
} // namespace pqxx

struct order {};
int inserted = 0;

rt::task<> insert(pqxx::connection &, const order &) {
  co_await rt::sleep_for(10ms);
  ++inserted;
}

rt::task<> import_all(std::string database, std::vector<order> orders) {
  pqxx::connection db(database);
  for (const order &each : orders)
    co_await insert(db, each);
}

rt::task<> serve() {
  for (int request = 0; request < 4; ++request)
    co_await rt::sleep_for(25ms);
}

rt::task<> app() {
  co_await rt::gather(import_all("dbname=shop", std::vector<order>(4)), serve());
  std::printf("%d orders\n", inserted);
}

int main() { rt::run(app()); }
