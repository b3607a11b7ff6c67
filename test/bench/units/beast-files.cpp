// SPDX-License-Identifier: Apache-2.0
// A unit to measure: a server of files on Boost.Beast, with a thread pool for what blocks.
#include <utility> // Boost 1.74 needs it and does not include it.

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/version.hpp>

#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

using request = http::request<http::string_body>;
using text_response = http::response<http::string_body>;
using file_response = http::response<http::file_body>;

struct site {
  std::filesystem::path root;
  asio::thread_pool &workers;
  std::map<std::string, std::string> types{{".html", "text/html"}, {".txt", "text/plain"}};
};

text_response refuse(const request &asked, http::status status, std::string why) {
  text_response answer{status, asked.version()};
  answer.set(http::field::server, BOOST_BEAST_VERSION_STRING);
  answer.set(http::field::content_type, "text/plain");
  answer.keep_alive(asked.keep_alive());
  answer.body() = std::move(why);
  answer.prepare_payload();
  return answer;
}

std::optional<std::filesystem::path> locate(const site &files, beast::string_view target) {
  if (target.empty() || target.front() != '/' || target.find("..") != beast::string_view::npos)
    return std::nullopt;
  std::filesystem::path path = files.root / std::string(target.substr(1));
  return target.back() == '/' ? path / "index.html" : path;
}

asio::awaitable<std::optional<http::file_body::value_type>> open(site &files,
                                                                 std::filesystem::path path) {
  co_return co_await asio::co_spawn(
      files.workers,
      [path]() -> asio::awaitable<std::optional<http::file_body::value_type>> {
        beast::error_code error;
        http::file_body::value_type body;
        body.open(path.c_str(), beast::file_mode::scan, error);
        if (error)
          co_return std::nullopt;
        co_return std::move(body);
      },
      asio::use_awaitable);
}

asio::awaitable<void> answer(site &files, beast::tcp_stream &stream, const request &asked) {
  if (asked.method() != http::verb::get && asked.method() != http::verb::head) {
    auto no = refuse(asked, http::status::bad_request, "only GET and HEAD are served\n");
    co_await http::async_write(stream, no, asio::use_awaitable);
    co_return;
  }
  auto path = locate(files, asked.target());
  auto body = path ? co_await open(files, *path) : std::nullopt;
  if (!body) {
    auto no = refuse(asked, http::status::not_found, "there is no such file\n");
    co_await http::async_write(stream, no, asio::use_awaitable);
    co_return;
  }
  file_response found{std::piecewise_construct, std::make_tuple(std::move(*body)),
                      std::make_tuple(http::status::ok, asked.version())};
  auto type = files.types.find(path->extension().string());
  found.set(http::field::content_type,
            type == files.types.end() ? "application/octet-stream" : type->second);
  found.keep_alive(asked.keep_alive());
  found.prepare_payload();
  http::response_serializer<http::file_body> head(found);
  if (asked.method() == http::verb::head)
    co_await http::async_write_header(stream, head, asio::use_awaitable);
  else
    co_await http::async_write(stream, found, asio::use_awaitable);
}

asio::awaitable<void> serve(site &files, tcp::socket socket) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  try {
    bool more = true;
    while (more) {
      stream.expires_after(30s);
      request asked;
      co_await http::async_read(stream, buffer, asked, asio::use_awaitable);
      co_await answer(files, stream, asked);
      more = asked.keep_alive();
    }
  } catch (const boost::system::system_error &error) {
    if (error.code() != http::error::end_of_stream)
      std::cerr << "client: " << error.what() << '\n';
  }
  beast::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> run(site &files, unsigned short port) {
  auto executor = co_await asio::this_coro::executor;
  tcp::acceptor acceptor(executor, {tcp::v4(), port});
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(executor, serve(files, std::move(socket)), asio::detached);
  }
}

} // namespace

int main(int count, char **arguments) {
  asio::io_context context(1);
  asio::thread_pool workers(4);
  site files{count > 1 ? arguments[1] : ".", workers};
  asio::co_spawn(context, run(files, 8080), asio::detached);
  context.run();
}
