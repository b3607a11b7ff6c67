// SPDX-License-Identifier: Apache-2.0
// Two servers in one process: an origin that has pages, and a relay that fetches and keeps them.
#include "cache.hpp"
#include "log.hpp"
#include "upstream.hpp"
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>

namespace sample {
namespace {

/// FNV-1a, in hex: enough to see that a page has not changed.
std::string digest_of(const std::string &text) {
  std::uint32_t hash = 2166136261u;
  for (unsigned char c : text)
    hash = (hash ^ c) * 16777619u;
  char hex[9];
  std::snprintf(hex, sizeof hex, "%08x", static_cast<unsigned>(hash));
  return hex;
}

Reply read_page(const std::string &path) {
  std::ifstream file(path);
  if (!file)
    return {404};
  return {200, "-", {std::istreambuf_iterator<char>(file), {}}};
}

/// A connection that its server knows about, so that it can hang up.
struct Guest : Connection {
  Guest(tcp::socket accepted, std::set<Guest *> &others)
      : Connection(std::move(accepted)), guests(others) {
    guests.insert(this);
  }
  ~Guest() { guests.erase(this); }

  std::set<Guest *> &guests;
};

//
// The origin
//

struct Origin {
  std::string folder;
  asio::thread_pool &files;
  std::set<Guest *> guests;
  std::set<std::string> awake;
};

awaitable<void> serve_pages(tcp::socket accepted, Origin &origin) {
  Guest client(std::move(accepted), origin.guests);
  try {
    for (;;) {
      std::string url = (co_await client.read_line()).substr(4);
      // Like many a small host, it is asleep when the first visitor comes, and hangs up.
      if (origin.awake.insert(url.substr(0, url.find('/'))).second)
        co_return;
      auto read = [path = origin.folder + '/' + url + ".txt"] { return read_page(path); };
      Reply reply = co_await offload(origin.files, read);
      co_await client.write(head_of(reply) + reply.body);
    }
  } catch (const std::system_error &) {
    // The client is gone.
  }
}

//
// The relay
//

struct Relay {
  Cache cache;
  Log &log;
  Upstream &upstream;
  asio::thread_pool &helpers;
  std::set<Guest *> guests;
  int pages = 0;
  int hits = 0;
};

awaitable<Reply> page(Relay &relay, std::string url) {
  using namespace asio::experimental::awaitable_operators;
  ++relay.pages;
  if (auto kept = relay.cache.find(url)) {
    ++relay.hits;
    co_return *kept;
  }
  auto first = co_await (relay.upstream.fetch(url) || pause(std::chrono::seconds(5)));
  if (first.index() == 1)
    co_return Reply{504};
  Reply reply = std::get<0>(std::move(first));
  // mistake: coro-executor-per-call, coro-blocking-call (~thread_pool). Repair (2 lines):
  //   reply.digest = co_await offload(relay.helpers, [&reply] { return digest_of(reply.body); });
  asio::thread_pool helper(1);
  reply.digest = co_await offload(helper, [&reply] { return digest_of(reply.body); });
  relay.cache.keep(url, reply);
  co_return reply;
}

awaitable<void> answer(Connection &client, Relay &relay, std::string request) {
  if (request == "LIST") {
    co_await relay.cache.list(client);
    co_return;
  }
  if (request.starts_with("NOTE ")) {
    relay.log.queue(request);
    co_await client.write(head_of({204}));
    co_return;
  }
  // mistake: coro-blocking-call. Repair: in log.hpp, where the destructor writes.
  Log::Entry entry(relay.log, request);
  Reply reply{400};
  if (request.starts_with("GET "))
    reply = co_await page(relay, request.substr(4));
  entry.status = reply.status;
  co_await client.write(head_of(reply) + reply.body);
}

awaitable<void> serve_client(tcp::socket accepted, Relay &relay) {
  Guest client(std::move(accepted), relay.guests);
  try {
    for (;;) {
      std::string request = co_await client.read_line();
      co_await answer(client, relay, request);
    }
  } catch (const std::system_error &) {
    // The client is gone. Nobody waits for this coroutine.
  }
}

template <typename State>
awaitable<void> listen(tcp::acceptor &acceptor, State &state,
                       awaitable<void> (*serve)(tcp::socket, State &)) {
  for (;;) {
    tcp::socket accepted = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), serve(std::move(accepted), state), asio::detached);
  }
}

int run(const std::string &site, const std::string &hosts, const std::string &log_file) {
  asio::io_context io(1);
  asio::thread_pool files(1), writer(1), helpers(1);
  tcp::endpoint loopback(asio::ip::address_v4::loopback(), 0);
  tcp::acceptor pages(io, loopback), clients(io, loopback);

  Origin origin{site, files, {}, {}};
  Log log(log_file, writer);
  Resolver resolver{hosts, files};
  Pool pool(io.get_executor());
  Upstream upstream(resolver, pool, pages.local_endpoint().port());
  Relay relay{{}, log, upstream, helpers, {}};

  asio::co_spawn(io, listen(pages, origin, serve_pages), asio::detached);
  asio::co_spawn(io, listen(clients, relay, serve_client), asio::detached);
  asio::signal_set stop(io, SIGINT, SIGTERM);
  stop.async_wait([&](std::error_code, int) {
    pages.close();
    clients.close();
    for (auto *guests : {&origin.guests, &relay.guests})
      for (Guest *guest : *guests)
        guest->socket.close();
  });

  std::printf("%u\n", unsigned(clients.local_endpoint().port()));
  std::fflush(stdout);
  io.run();
  writer.join();
  std::printf("relay: %d pages, %d from the cache, %d retries\n", relay.pages, relay.hits,
              upstream.retries());
  return 0;
}

} // namespace
} // namespace sample

int main(int argc, char **argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: %s SITE HOSTS LOG\n", argv[0]);
    return 2;
  }
  try {
    return sample::run(argv[1], argv[2], argv[3]);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
}
