// SPDX-License-Identifier: Apache-2.0
// A crawler: follows links from page to page through the relay, and says what it found.
#include "net.hpp"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <sstream>
#include <stop_token>
#include <thread>

namespace sample {
namespace {

struct Page {
  std::string url;
  int status = 0;
  std::string digest;
  std::set<std::string> words;
  std::vector<std::string> links;
};

struct Client {
  tcp::endpoint relay;
  Pool &pool;
  asio::thread_pool &workers;
  std::chrono::milliseconds pace;
  bool verbose;
};

/// A link is a line of the form "-> host/page"; everything else is words.
Page parse(std::string url, const Reply &reply) {
  Page page{std::move(url), reply.status, reply.digest, {}, {}};
  std::istringstream text(reply.body);
  for (std::string word; text >> word;) {
    if (word != "->")
      page.words.insert(word);
    else if (text >> word)
      page.links.push_back(word);
  }
  return page;
}

awaitable<Page> fetch(const Client &client, std::string url, std::stop_token stop = {}) {
  if (stop.stop_requested())
    co_return Page{std::move(url)};
  // part of: coro-unpooled-connection. Repair:
  //   Lease line(client.pool, client.relay);
  auto line = std::make_unique<Connection>(co_await asio::this_coro::executor, client.relay);
  // mistake: coro-unpooled-connection. Repair:
  //   co_await line->open();
  co_await line->socket.async_connect(client.relay, use_awaitable);
  Reply reply = co_await line->ask("GET " + url);
  co_return parse(std::move(url), reply);
}

/// Leaves a line in the relay's log.
awaitable<void> send_note(const Client &client, std::string text) {
  Lease line(client.pool, client.relay);
  co_await line->open();
  co_await line->ask("NOTE " + text);
}

/// Tells the person at the terminal, who may have stopped its output with ^S.
awaitable<void> tell(const std::string &line) {
  asio::posix::stream_descriptor terminal(co_await asio::this_coro::executor, ::dup(2));
  co_await asio::async_write(terminal, asio::buffer(line), use_awaitable);
}

/// Fetches the pages and all that they link to, level by level.
awaitable<std::vector<Page>> crawl(const Client &client, std::vector<std::string> urls,
                                   std::stop_token stop) {
  // mistake: coro-unforwarded-stop-token. Repair:
  //   Page rules = co_await fetch(client, "docs.test/robots", stop);
  Page rules = co_await fetch(client, "docs.test/robots");

  std::vector<Page> pages;
  std::set<std::string> seen(urls.begin(), urls.end());
  while (!urls.empty() && !stop.stop_requested()) {
    auto here = co_await asio::this_coro::executor;
    if (client.verbose)
      // mistake: coro-dangling-reference. Repair:
      //   co_await tell(std::to_string(urls.size()) + " pages to fetch\n");
      asio::co_spawn(here, tell(std::to_string(urls.size()) + " pages to fetch\n"), asio::detached);

    std::vector<Page> level;
    // part of: coro-await-in-loop. Repair (3 lines):
    //   std::vector<awaitable<Page>> fetches;
    //   for (const std::string &url : urls)
    //     fetches.push_back(fetch(client, url, stop));
    //   level = co_await gather(std::move(fetches));
    for (const std::string &url : urls)
      // mistake: coro-await-in-loop. Repair: above.
      level.push_back(co_await fetch(client, url, stop));

    urls.clear();
    for (Page &page : level) {
      for (const std::string &link : page.links)
        if (!rules.words.contains(link) && seen.insert(link).second)
          urls.push_back(link);
      pages.push_back(std::move(page));
    }
    // mistake: coro-blocking-call. Repair:
    //   co_await pause(client.pace);
    std::this_thread::sleep_for(client.pace);
  }

  // mistake: coro-dropped-task. Repair:
  //   co_await send_note(client, "crawled " + std::to_string(pages.size()) + " pages");
  auto note = send_note(client, "crawled " + std::to_string(pages.size()) + " pages");
  co_return pages;
}

/// Prints the two pages that have the most words in common.
awaitable<void> print_most_alike(const Client &client, const std::vector<Page> &pages) {
  std::size_t most = 0, first = 0, second = 0;
  // mistake: coro-cpu-bound. Repair (add):
  //   co_await offload(client.workers, [&] {
  for (std::size_t a = 0; a < pages.size(); ++a)
    for (std::size_t b = a + 1; b < pages.size(); ++b) {
      std::size_t common = 0;
      for (const std::string &word : pages[a].words)
        common += pages[b].words.count(word);
      if (common > most) {
        most = common;
        first = a;
        second = b;
      }
    }
  // part of: coro-cpu-bound. Repair (add):
  //   });
  if (most > 0)
    std::printf("most alike: %s and %s, %zu words in common\n", pages[first].url.c_str(),
                pages[second].url.c_str(), most);

  Lease line(client.pool, client.relay);
  co_await line->open();
  Reply kept = co_await line->ask("LIST");
  std::printf("the relay has kept %td pages\n",
              std::count(kept.body.begin(), kept.body.end(), '\n'));
}

awaitable<void> run(const Client &client, std::vector<std::string> urls, std::stop_token stop) {
  std::vector<Page> pages = co_await crawl(client, std::move(urls), stop);
  for (const Page &page : pages)
    std::printf("%d %s %-16s %3zu words %zu links\n", page.status, page.digest.c_str(),
                page.url.c_str(), page.words.size(), page.links.size());
  co_await print_most_alike(client, pages);
}

} // namespace
} // namespace sample

int main(int argc, char **argv) {
  using namespace sample;
  bool verbose = argc > 1 && std::string(argv[1]) == "-v";
  std::vector<std::string> words(argv + 1 + verbose, argv + argc);
  if (words.size() < 2) {
    std::fprintf(stderr, "usage: %s [-v] PORT HOST/PAGE...\n", argv[0]);
    return 2;
  }
  asio::io_context io(1);
  asio::thread_pool workers(1);
  Pool pool(io.get_executor());
  auto port = static_cast<unsigned short>(std::atoi(words[0].c_str()));
  Client client{{asio::ip::address_v4::loopback(), port},
                pool,
                workers,
                std::chrono::milliseconds(5),
                verbose};

  std::stop_source stop;
  asio::signal_set interrupt(io, SIGINT);
  interrupt.async_wait([&stop](std::error_code error, int) {
    if (!error)
      stop.request_stop();
  });
  int status = 0;
  asio::co_spawn(io, run(client, {words.begin() + 1, words.end()}, stop.get_token()),
                 [&](std::exception_ptr error) {
                   interrupt.cancel();
                   try {
                     if (error)
                       std::rethrow_exception(error);
                   } catch (const std::exception &problem) {
                     std::fprintf(stderr, "%s: %s\n", argv[0], problem.what());
                     status = 1;
                   }
                 });
  io.run();
  return status;
}
