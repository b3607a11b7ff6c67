// SPDX-License-Identifier: Apache-2.0
// The relay's log: one line a request, on disk before the next one is written.
#ifndef SAMPLE_LOG_HPP
#define SAMPLE_LOG_HPP

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <utility>

namespace sample {

class Log {
public:
  Log(const std::string &path, asio::thread_pool &writer)
      : file_(std::fopen(path.c_str(), "a")), writer_(writer) {
    if (!file_)
      throw std::runtime_error("cannot write the log " + path);
  }

  /// Writes the line and waits for the disk.
  void write(const std::string &line) {
    std::fputs((line + '\n').c_str(), file_.get());
    std::fflush(file_.get());
    ::fsync(::fileno(file_.get()));
  }

  /// The same on the writer's thread, without waiting.
  void queue(std::string line) {
    asio::post(writer_, [this, line = std::move(line)] { write(line); });
  }

  /// Writes a line for a request when it has been dealt with, however that ends.
  class Entry {
  public:
    Entry(Log &log, std::string request) : log_(log), request_(std::move(request)) {}
    ~Entry() {
      // part of: coro-blocking-call. Repair:
      //   log_.queue(request_ + " " + std::to_string(status));
      log_.write(request_ + " " + std::to_string(status));
    }
    Entry(const Entry &) = delete;
    Entry &operator=(const Entry &) = delete;

    int status = 0;

  private:
    Log &log_;
    std::string request_;
  };

private:
  struct Close {
    void operator()(std::FILE *file) const { std::fclose(file); }
  };

  std::unique_ptr<std::FILE, Close> file_;
  asio::thread_pool &writer_;
};

} // namespace sample

#endif
